import { expect, type Page, test } from '@playwright/test'
import { freshEmail, visit } from './buying.ts'
import { codeSentTo } from './mailbox.ts'

export const PASSWORD = 'a lantern over the river'

/** The words of the account pages, by language: journeys run in English at a desk and in Chinese on a phone. */
export const SAYS = {
  en: {
    at: '', name: 'Name', email: 'E-mail', password: 'Password', signIn: 'Sign in', signOut: 'Sign out', signUp: 'Create an account', code: 'Six-digit code', wrongCode: 'This code is not right',
    byPhone: 'Phone', mobile: 'Mobile number', country: 'Country or region', sendCode: 'Send a code', phoneWay: 'Sign in with a code by phone', notRight: 'not right', points: 'Points',
    forgot: 'Forgotten your password?', sendLink: 'Send the link', look: 'Look in your mail', newPassword: 'New password', saveReset: 'Save the password', everywhere: 'signed out everywhere', dead: 'This link does not work any more',
    current: 'Your password now', save: 'Save', newEmail: 'New e-mail', sendIt: 'Send the code', confirm: 'Confirm', emailCounts: 'counts from now on', passwordSet: 'Your new password is set',
    app: 'Authenticator app', next: 'Continue', kept: 'I have kept them', appCode: 'The six digits that the app shows', oneMore: 'One more step', noApp: 'No app at hand', recovery: 'Recovery code', endCode: 'Six digits, or a recovery code', turnOff: 'Turn off', isOff: 'Your authenticator is off',
    thisOne: 'This one', endAll: 'End all others', endedAll: 'All other logins are ended', there: 'Are you still there?', stay: 'Stay signed in', out: 'You were signed out',
    choose: 'Choose a picture', use: 'Use this', saved: 'Your picture is saved', ask: 'Ask for a copy', download: 'Download', downloaded: 'Downloaded.', remove: 'Delete …', type: 'Type DELETE', erase: 'Delete my account'
  },
  zh: {
    at: '/zh', name: '姓名', email: '邮箱', password: '密码', signIn: '登录', signOut: '退出登录', signUp: '注册账户', code: '六位验证码', wrongCode: '验证码不正确',
    byPhone: '手机', mobile: '手机号码', country: '国家或地区', sendCode: '发送验证码', phoneWay: '手机验证码登录', notRight: '不正确', points: '积分',
    forgot: '忘记密码？', sendLink: '发送链接', look: '请查收邮件', newPassword: '新密码', saveReset: '保存密码', everywhere: '均已退出', dead: '该链接已失效',
    current: '当前密码', save: '保存', newEmail: '新邮箱', sendIt: '发送验证码', confirm: '确认', emailCounts: '新邮箱已生效', passwordSet: '新密码已设置',
    app: '验证器', next: '继续', kept: '我已保存', appCode: '应用显示的六位数字', oneMore: '还差一步', noApp: '验证器不在身边', recovery: '恢复码', endCode: '六位数字或恢复码', turnOff: '停用', isOff: '验证器已停用',
    thisOne: '本机', endAll: '结束其他所有登录', endedAll: '其他登录已全部结束', there: '您还在吗？', stay: '保持登录', out: '您已退出登录',
    choose: '选择头像', use: '使用这张', saved: '头像已保存', ask: '申请副本', download: '下载', downloaded: '已下载。', remove: '删除…', type: '请输入 DELETE', erase: '删除我的账户'
  }
} as const

export type Words = typeof SAYS['en' | 'zh']
/** The words of the project that runs now. */
export const words = (): Words => SAYS[test.info().project.name === 'phone' ? 'zh' : 'en']

/** Signs up by e-mail with the code from the mailbox and ends on the account's first page. */
export async function signUp(page: Page, email = freshEmail()): Promise<string> {
  const say = words()
  await visit(page, `${say.at}/register?back=${encodeURIComponent(`${say.at}/account`)}`)
  await fillSignUp(page, email)
  await page.getByLabel(say.code).fill(await codeSentTo(page.request, email))
  await expect(page).toHaveURL(url => url.pathname === `${say.at}/account`)
  return email
}

export async function fillSignUp(page: Page, email: string): Promise<void> {
  const say = words()
  await page.getByLabel(say.name, { exact: true }).fill('Ming Lantern')
  await page.getByLabel(say.email, { exact: true }).last().fill(email)
  await page.getByLabel(say.password, { exact: true }).fill(PASSWORD)
  await page.locator('main').getByRole('button', { name: say.signUp }).click()
}

/** Fills the sign-in form of the page, wherever it stands. */
export async function signIn(page: Page, email: string, password = PASSWORD): Promise<void> {
  const say = words()
  const form = page.locator('form', { has: page.locator('input[name=password]') }).last()
  await form.getByLabel(say.email).fill(email)
  await form.getByLabel(say.password, { exact: true }).fill(password)
  await form.getByRole('button', { name: say.signIn, exact: true }).click()
}

export async function signOut(page: Page): Promise<void> {
  const say = words()
  const out = page.getByRole('button', { name: say.signOut })
  // A page that comes late shuts the menu again.
  await expect(async () => {
    if (!await out.isVisible()) await page.locator('header details summary').click()
    await out.click({ timeout: 5_000 })
  }).toPass()
  await expect(page.getByRole('banner').getByRole('link', { name: say.signIn })).toBeVisible()
}

/** Waits until the clock of the login has come: from then on the page knows how long there is. */
export const loginClock = (page: Page) => expect(page.locator('dialog[role=alertdialog]')).toBeAttached()

/** Lets time pass in the page, half a minute at a step, until the dialog of its login clock says `text`. */
export async function passUntil(page: Page, text: string): Promise<void> {
  await expect.poll(async () => {
    await page.clock.runFor('00:30')
    return await page.getByRole('alertdialog').innerText({ timeout: 50 }).catch(() => '')
  }, { message: `the clock of the login says: ${text}`, timeout: 40_000, intervals: [0] }).toContain(text)
}

/** The part of the security page with this title, opened. */
export async function setting(page: Page, title: string) {
  const part = page.getByRole('region', { name: title })
  await part.locator('button[aria-expanded]').click()
  return part
}

let counter = 0
/** A Chinese mobile number that nobody else of this run uses. */
export const freshPhone = (): string => `138${String(Date.now() % 1_000_000).padStart(6, '0')}${String((process.pid * 7 + counter++) % 100).padStart(2, '0')}`
