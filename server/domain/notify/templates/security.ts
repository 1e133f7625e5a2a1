import type { Fill } from './fill.ts'
import type { Template } from './words.ts'

const PROVIDERS: Record<string, [en: string, zh: string]> = { google: ['Google', 'Google'], wechat: ['WeChat', '微信'] }
const ROLES: Record<string, [en: string, zh: string]> = { customer: ['customer', '观众'], publisher: ['publisher', '主办方'], admin: ['admin', '管理员'] }

/** What concerns the safety of an account: told in any case, so that its owner can act. */
export const security = {
  'password-changed': f => ({
    title: f.say('Your password was changed', '您的密码已更改'),
    lines: [f.say('All other devices were signed out.', '其他设备上的登录已全部退出。')],
    ...f.button('Look at your account', '查看账户'), note: notYou(f)
  }),
  'email-changed': f => ({
    title: f.say('Your e-mail address was changed', '您的邮箱已更改'),
    lines: [f.has('email') ? f.say(`Your account now uses ${f.text('email')}.`, `您的账户现在使用 ${f.text('email')}。`) : f.say('Your account uses another address now.', '您的账户已改用其他邮箱。')],
    ...f.button('Look at your account', '查看账户'), note: notYou(f)
  }),
  'phone-changed': f => ({
    title: f.say('Your phone number was changed', '您的手机号已更改'),
    lines: [f.has('phone') ? f.say(`Your account now uses the number ${f.text('phone')}.`, `您的账户现在使用手机号 ${f.text('phone')}。`) : f.say('Your account has no phone number any more.', '您的账户已不再绑定手机号。')],
    ...f.button('Look at your account', '查看账户'), note: notYou(f)
  }),
  'totp-changed': f => ({
    title: f.is('isOn') ? f.say('Your account is protected by a second factor', '您的账户已启用两步验证') : f.say('The second factor of your account was turned off', '您的账户已关闭两步验证'),
    lines: [f.is('isOn')
      ? f.say('From now on you are asked for a code of your authenticator app when you sign in.', '今后登录时，需要输入验证器应用中的验证码。')
      : f.say('Your password alone is enough to sign in now.', '现在仅凭密码即可登录。')],
    ...f.button('Look at your account', '查看账户'), note: notYou(f)
  }),
  'identity-changed': (f) => {
    const [en, zh] = PROVIDERS[f.text('provider')] ?? ['another provider', '第三方账号']
    const isGone = f.is('isRemoved') || f.text('isAdded') === 'false' || f.text('change') === 'removed'
    return {
      title: isGone ? f.say(`${en} was removed from your account`, `已解除${zh}登录`) : f.say(`${en} can sign in to your account`, `已绑定${zh}登录`),
      lines: [isGone ? f.say(`You can no longer sign in with ${en}.`, `您不能再用${zh}登录。`) : f.say(`From now on you can sign in with ${en} too.`, `今后您也可以用${zh}登录。`)],
      ...f.button('Look at your account', '查看账户'), note: notYou(f)
    }
  },
  'login-stolen': f => ({
    title: f.say('We ended a login of your account', '我们结束了您账户的一个登录'),
    lines: [
      f.say('A key of one of your logins was used a second time, which happens when somebody has copied it. That login was ended; sign in again where you need to.', '您某个登录的凭据被重复使用，这通常意味着凭据已被他人复制。我们已结束该登录，您可以在需要的设备上重新登录。'),
      f.say('If you do not know why, change your password.', '如果您不清楚原因，请更改密码。')
    ],
    ...f.button('See your logins', '查看登录设备')
  }),
  'role-changed': (f) => {
    const [en, zh] = ROLES[f.text('role')] ?? [f.text('role'), f.text('role')]
    return {
      title: f.say('Your role was changed', '您的角色已更改'),
      lines: [en ? f.say(`You are a ${en} of this house now. Sign in again to see what that opens.`.replace('a admin', 'an admin'), `您现在是本站的${zh}。请重新登录以使用相应功能。`) : f.say('Sign in again to see what that opens.', '请重新登录以使用相应功能。')],
      ...f.button('To the site', '前往网站', '/')
    }
  },
  'account-erased': f => ({
    title: f.say('Your account was deleted', '您的账户已删除'),
    lines: [
      f.say('Your personal data are gone. What the law wants kept of your purchases stays without your name.', '您的个人资料已清除。法律要求保留的购票记录不再包含您的姓名。'),
      ...(f.number('tickets') > 0 ? [f.say('Your tickets stay valid.', '您的门票仍然有效。')] : [])
    ],
    ...(f.has('orderId') ? f.button('Open your tickets', '查看门票', `/orders/${f.text('orderId')}`) : {})
  }),
  'export-ready': f => ({
    title: f.say('Your data are ready', '您的数据已准备好'),
    lines: [f.say('The copy of all that we know of you can be fetched once.', '我们保存的您的全部数据副本已生成，可下载一次。')],
    ...f.facts(['Until', '有效期至', f.when('expiresAt')]),
    ...f.button('Fetch the copy', '下载副本'), note: f.say('You are asked to sign in first.', '下载前需要先登录。')
  })
} satisfies Record<string, Template>

function notYou(f: Fill): string {
  return f.say('If this was not you, set a new password at once: it signs everybody else out.', '如非您本人操作，请立即重设密码，这将使其他设备全部退出登录。')
}
