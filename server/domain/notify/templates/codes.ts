import type { Dispatch } from '../give-notice.ts'
import type { Fill } from './fill.ts'
import type { Template, Words } from './words.ts'

/**
 * Codes and links, to whoever has the address. Names that somebody typed never stand in them: the address may be a stranger's.
 * The code is not in the subject, which lock screens show.
 */
export const codes: Record<Exclude<Dispatch['kind'], `waiting-${string}` | 'report-confirm'> | 'account-invite', Template> = {
  'register-code': f => ({
    title: f.say('Your code to sign up', '您的注册验证码'),
    lines: [f.say('Enter it on the page where you are signing up.', '请在注册页面输入此验证码。')],
    ...code(f)
  }),
  'register-known': f => ({
    title: f.say('You have an account already', '您已有账户'),
    lines: [
      f.say('Somebody, probably you, tried to sign up with this e-mail address. It has an account already, so nothing was changed.', '有人（可能是您本人）尝试用此邮箱注册。该邮箱已有账户，因此没有任何更改。'),
      f.say('Sign in with your password. If you have forgotten it, you can set a new one.', '请使用密码登录。如已忘记密码，可以重新设置。')
    ],
    ...f.button('Sign in', '登录', '/login'),
    note: f.say('If it was not you, there is nothing to do.', '如非您本人操作，无需理会。')
  }),
  'login-code': f => ({
    title: f.say('Your code to sign in', '您的登录验证码'),
    lines: [f.say('Enter it on the page where you are signing in.', '请在登录页面输入此验证码。')],
    ...code(f)
  }),
  'email-code': f => ({
    title: f.say('Confirm your new e-mail address', '确认您的新邮箱'),
    lines: [f.say('Enter this code on your account page, and this becomes the address of your account.', '请在账户页面输入此验证码，此邮箱将成为您的账户邮箱。')],
    ...code(f)
  }),
  'phone-code': f => ({
    title: f.say('Your code to confirm your phone', '您的手机验证码'),
    lines: [f.say('Enter it on the page that asked for it.', '请在对应页面输入此验证码。')],
    ...code(f)
  }),
  'reset-link': f => ({
    title: f.say('Set a new password', '重新设置密码'),
    lines: [f.say('Somebody, probably you, has forgotten the password of this account. The link lets you set a new one, and signs you out everywhere else.', '有人（可能是您本人）忘记了此账户的密码。您可以通过以下链接设置新密码；设置后，其他设备上的登录将全部退出。')],
    ...f.button('Set a new password', '设置新密码', `/reset?token=${f.text('token')}`),
    note: lifetime(f) + f.say(' If it was not you, there is nothing to do: your password stays as it is.', '如非您本人操作，无需理会，密码保持不变。')
  }),
  'account-invite': f => ({
    title: f.say('Your account at Foyer', '您的 Foyer 账户'),
    lines: [
      f.say('You are on our list of customers, and we have made an account for this e-mail address. Choose a password, and it is yours: your tickets in one place, and quicker at the till.', '您在我们的客户名单中，我们已为此邮箱创建账户。设置密码后即可使用：门票集中管理，购票更快捷。'),
      f.say('If you do not want it, do nothing. This is the only mail about it, and nothing else is sent to you.', '如不需要，请忽略本邮件。此事仅通知一次，不会向您发送其他邮件。')
    ],
    ...f.button('Choose a password', '设置密码', `/reset?token=${f.text('token')}`),
    note: f.say('The link is good for seven days. After that “Forgotten your password?” does the same.', '链接七天内有效，过期后可通过“忘记密码”进入。')
  }),
  'reset-unknown': f => ({
    title: f.say('No account with this address', '此邮箱没有账户'),
    lines: [
      f.say('Somebody, probably you, asked for a new password. There is no account with this e-mail address.', '有人（可能是您本人）申请重设密码，但此邮箱没有对应的账户。'),
      f.say('Perhaps you signed up with another address. Tickets bought without an account are behind the link in their mail.', '您可能使用了其他邮箱注册。未登录购买的门票，可通过购票邮件中的链接查看。')
    ],
    ...f.button('Create an account', '注册账户', '/register'),
    note: f.say('If it was not you, there is nothing to do.', '如非您本人操作，无需理会。')
  })
}

function code(f: Fill): Pick<Words, 'code' | 'note' | 'sms'> {
  const digits = f.text('code')
  return {
    code: digits,
    note: lifetime(f) + f.say(' Nobody from Foyer will ever ask you for it. If you did not ask for it, there is nothing to do.', '工作人员不会向您索要验证码。如非您本人操作，无需理会。'),
    sms: f.say(`${digits} is your code.`, `验证码 ${digits}，`) + f.say(` ${lifetime(f)} Tell it to nobody.`, `${lifetime(f)}请勿告诉他人。`)
  }
}

function lifetime(f: Fill): string {
  const minutes = f.number('minutes')
  return minutes > 0 ? f.say(`Good for ${minutes} minutes.`, `${minutes} 分钟内有效。`) : ''
}
