import { expect, test } from '@playwright/test'
import { TOTP } from 'otpauth'
import { fillSignUp, freshPhone, loginClock, PASSWORD, passUntil, setting, signIn, signOut, signUp, words } from './support/account.ts'
import { alive, freshEmail, visit } from './support/buying.ts'
import { codeSentTo, sentTo } from './support/mailbox.ts'

test('somebody signs up by e-mail: the step with the code outlives a reload and a change of language, and no guess gets in', async ({ page }) => {
  const say = words()
  const email = freshEmail()
  await visit(page, `${say.at}/register?back=${encodeURIComponent(`${say.at}/account`)}`)
  await fillSignUp(page, email)
  await expect(page.getByText(email)).toBeVisible()
  const code = await codeSentTo(page.request, email)

  await page.getByLabel(say.code).fill(code === '111111' ? '222222' : '111111')
  await expect(page.getByRole('alert').filter({ hasText: say.wrongCode })).toBeVisible()
  await page.reload()
  await alive(page)
  await expect(page.getByLabel(say.code)).toBeVisible()
  const field = page.locator('input[name=code]')
  const other = page.getByRole('banner').getByRole('link', { name: /Language|语言/ })
  const isChinese = say.at === '/zh'
  await other.click()
  await expect(page.locator('html')).toHaveAttribute('lang', isChinese ? 'en' : 'zh-CN')
  await expect(field).toBeVisible()
  await other.click()
  await expect(page.locator('html')).toHaveAttribute('lang', isChinese ? 'zh-CN' : 'en')
  await expect(page.getByLabel(say.code)).toBeVisible()

  // As it is pasted: with a space in the middle.
  await field.fill(`${code.slice(0, 3)} ${code.slice(3)}`)
  await expect(page).toHaveURL(url => url.pathname === `${say.at}/account`)
  await expect(page.locator('main').getByText(email)).toBeVisible()

  await page.reload()
  await alive(page)
  await expect(page.locator('main').getByText(email)).toBeVisible()
  await signOut(page)
  await visit(page, `${say.at}/login?back=${encodeURIComponent(`${say.at}/orders`)}`)
  await signIn(page, email, 'not the right one')
  await expect(page.getByRole('alert').filter({ hasText: say.notRight })).toBeVisible()
  await expect(page.locator('main').getByLabel(say.email)).toHaveValue(email)
  await signIn(page, email)
  await expect(page).toHaveURL(url => url.pathname === `${say.at}/orders`)
})

test('S-10: an address that has an account is met by the sign-up form like any other', async ({ page, browser }) => {
  const say = words()
  const email = await signUp(page)
  const stranger = await (await browser.newContext()).newPage()
  await visit(stranger, `${say.at}/register`)
  const answers: { status: number, keys: string[] }[] = []
  stranger.on('response', async (response) => {
    if (response.url().endsWith('/api/auth/register')) answers.push({ status: response.status(), keys: Object.keys(await response.json() as object).sort() })
  })
  for (const address of [email, freshEmail()]) {
    await fillSignUp(stranger, address)
    await expect(stranger.getByLabel(say.code)).toBeVisible()
    await expect(stranger.getByText(address)).toBeVisible()
    await stranger.getByLabel(say.code).fill('123123')
    await expect(stranger.getByRole('alert').filter({ hasText: say.wrongCode })).toBeVisible()
    await stranger.getByRole('button', { name: /Use another address|换一个地址/ }).click()
  }
  expect(answers).toHaveLength(2)
  expect(answers[0]).toEqual(answers[1])
  await stranger.context().close()
})

test('somebody signs up by phone and comes back by phone', async ({ page }) => {
  const say = words()
  const phone = freshPhone()
  await visit(page, `${say.at}/register?back=${encodeURIComponent(`${say.at}/account`)}`)
  await page.locator('label', { hasText: new RegExp(`^${say.byPhone}$`) }).click()
  await page.getByLabel(say.name, { exact: true }).fill('Lin Xiaoman')
  await page.getByLabel(say.country).selectOption('CN')
  await page.getByLabel(say.mobile).fill(phone)
  await page.getByRole('button', { name: say.sendCode }).click()
  await page.getByLabel(say.code).fill(await codeSentTo(page.request, `+86${phone}`))
  await expect(page).toHaveURL(url => url.pathname === `${say.at}/account`)
  await expect(page.locator('main').getByText('Lin Xiaoman')).toBeVisible()
  await expect(page.getByText(`+86${phone}`)).toBeVisible()
  await signOut(page)

  await visit(page, `${say.at}/login`)
  await page.getByRole('button', { name: say.phoneWay }).click()
  await page.getByLabel(say.mobile).fill(`+86 ${phone}`)
  await page.getByRole('button', { name: say.sendCode }).click()
  // The first code went out seconds ago: the house says when another may be asked for, and sends none.
  await expect(page.getByRole('alert').filter({ hasText: /Too many tries|操作过于频繁/ })).toBeVisible()
})

test('S-12: a forgotten password is set anew by a link that works once and leaves the address bar at once', async ({ page, browser }) => {
  const say = words()
  const email = await signUp(page)
  const other = await (await browser.newContext()).newPage()
  await visit(other, `${say.at}/login`)
  await other.getByRole('link', { name: say.forgot }).click()
  // The page before has a field of the same name: what is typed while it goes would go with it.
  await expect(other.getByRole('button', { name: say.sendLink })).toBeVisible()
  await other.locator('main').getByLabel(say.email).fill(email)
  await other.getByRole('button', { name: say.sendLink }).click()
  await expect(other.getByText(say.look)).toBeVisible()
  const link = new URL(await sentTo(other.request, email, /https?:\/\/\S+\/reset\?token=[\w-]+/))

  await visit(other, link.pathname + link.search)
  await expect(other).toHaveURL(url => url.pathname === link.pathname && url.search === '')
  await other.getByLabel(say.newPassword, { exact: true }).fill('another river, another lantern')
  await other.getByRole('button', { name: say.saveReset }).click()
  await expect(other.getByText(say.everywhere)).toBeVisible()

  await visit(other, `${say.at}/login?back=${encodeURIComponent(`${say.at}/account`)}`)
  await signIn(other, email)
  await expect(other.getByRole('alert').filter({ hasText: say.notRight })).toBeVisible()
  await signIn(other, email, 'another river, another lantern')
  await expect(other).toHaveURL(url => url.pathname === `${say.at}/account`)

  // Whoever finds the link later finds nothing behind it.
  await visit(other, link.pathname + link.search)
  await other.getByLabel(say.newPassword, { exact: true }).fill('a third river, a third lantern')
  await other.getByRole('button', { name: say.saveReset }).click()
  await expect(other.getByText(say.dead)).toBeVisible()
  await other.context().close()
})

test('e-mail and password are changed by who knows the old password', async ({ page }) => {
  const say = words()
  const email = await signUp(page)
  const next = freshEmail()
  await visit(page, `${say.at}/account/security`)

  const forEmail = await setting(page, say.email)
  await forEmail.getByLabel(say.newEmail).fill(next)
  await forEmail.getByLabel(say.current).fill('not the right one')
  await forEmail.getByRole('button', { name: say.sendIt }).click()
  await expect(forEmail.getByRole('alert')).not.toBeEmpty()
  await forEmail.getByLabel(say.current).fill(PASSWORD)
  await forEmail.getByRole('button', { name: say.sendIt }).click()
  await forEmail.getByLabel(say.code).fill(await codeSentTo(page.request, next))
  await expect(page.getByText(say.emailCounts)).toBeVisible()
  await expect(forEmail.getByText(next)).toBeVisible()
  // The old address hears of it.
  await sentTo(page.request, email, new RegExp(next.split('@')[0]!.slice(0, 3)))

  const forPassword = await setting(page, say.password)
  await forPassword.getByLabel(say.current).fill(PASSWORD)
  await forPassword.getByLabel(say.newPassword).fill('a quite different lantern')
  await forPassword.getByRole('button', { name: say.save }).click()
  await expect(page.getByText(say.passwordSet)).toBeVisible()

  await signOut(page)
  await visit(page, `${say.at}/login?back=${encodeURIComponent(`${say.at}/account`)}`)
  await signIn(page, next, 'a quite different lantern')
  await expect(page).toHaveURL(url => url.pathname === `${say.at}/account`)
})

test('an authenticator is turned on, asked for at the next login, replaced by a recovery code, and turned off', async ({ page }) => {
  const say = words()
  const email = await signUp(page)
  await visit(page, `${say.at}/account/security`)
  const part = await setting(page, say.app)
  await part.getByLabel(say.current).fill(PASSWORD)
  await part.getByRole('button', { name: say.next }).click()
  await expect(part.getByRole('img')).toBeVisible()
  const app = new TOTP({ secret: (await part.locator('code').innerText()).replaceAll(' ', '') })
  // A code counts once, and the house takes the one before and the one after too: so each step here has one of its own.
  await part.getByLabel(say.appCode).fill(app.generate({ timestamp: Date.now() - 30_000 }))
  await expect(part.locator('.recovery')).toBeVisible()
  const codes = await part.locator('.recovery li').allInnerTexts()
  expect(new Set(codes).size).toBe(10)
  await part.getByRole('button', { name: say.kept }).click()

  const enter = async () => {
    await signOut(page)
    await visit(page, `${say.at}/login?back=${encodeURIComponent(`${say.at}/account/security`)}`)
    await signIn(page, email)
    await expect(page.getByText(say.oneMore)).toBeVisible()
  }
  await enter()
  await page.getByLabel(say.code).fill('000000')
  await expect(page.locator('main').getByRole('alert').filter({ hasText: /\S/ })).toBeVisible()
  await page.getByLabel(say.code).fill(app.generate())
  await expect(page).toHaveURL(url => url.pathname === `${say.at}/account/security`)

  await enter()
  await page.getByRole('button', { name: say.noApp }).click()
  await page.getByLabel(say.recovery).fill(codes[0]!)
  await page.locator('main').getByRole('button', { name: say.signIn, exact: true }).click()
  await expect(page).toHaveURL(url => url.pathname === `${say.at}/account/security`)

  const again = await setting(page, say.app)
  await again.getByLabel(say.endCode).fill(codes[0]!)
  await again.getByRole('button', { name: say.turnOff }).click()
  await expect(again.getByRole('alert')).not.toBeEmpty()
  await again.getByLabel(say.endCode).fill(codes[1]!)
  await again.getByRole('button', { name: say.turnOff }).click()
  await expect(page.getByText(say.isOff)).toBeVisible()
})

test('who is signed in elsewhere is seen in the list, ended from here, and can go on there after signing in again', async ({ page, browser }) => {
  const say = words()
  const email = await signUp(page)
  const elsewhere = await (await browser.newContext({ userAgent: 'Mozilla/5.0 (Windows NT 10.0; Win64; x64; rv:145.0) Gecko/20100101 Firefox/145.0' })).newPage()
  await visit(elsewhere, `${say.at}/login?back=${encodeURIComponent(`${say.at}/account`)}`)
  await signIn(elsewhere, email)
  await expect(elsewhere.getByLabel(say.name, { exact: true })).toBeVisible()

  await visit(page, `${say.at}/account/sessions`)
  await expect(page.getByRole('listitem').filter({ hasText: 'Firefox' }).filter({ hasText: 'Windows' })).toBeVisible()
  await expect(page.getByRole('listitem').filter({ hasText: say.thisOne })).toHaveCount(1)
  await page.getByRole('button', { name: say.endAll }).click()
  await expect(page.getByText(say.endedAll)).toBeVisible()
  await expect(page.getByRole('listitem').filter({ hasText: 'Firefox' })).toHaveCount(0)

  // There, the next thing that is asked says so, and what was typed stays.
  await elsewhere.getByLabel(say.name, { exact: true }).fill('Ming of the River')
  await elsewhere.locator('main').getByRole('button', { name: say.save }).click()
  const ended = elsewhere.getByRole('alertdialog')
  await expect(ended).toContainText(say.out)
  await signIn(elsewhere, email)
  await expect(ended).toBeHidden()
  await expect(elsewhere.getByLabel(say.name, { exact: true })).toHaveValue('Ming of the River')
  await elsewhere.locator('main').getByRole('button', { name: say.save }).click()
  await expect(elsewhere.getByRole('banner')).toContainText(/Ming of the River/)
  await elsewhere.context().close()
})

test('S-08: two minutes before the idle end a dialog counts down, one can stay, and what is typed outlives even the end', async ({ page }) => {
  const say = words()
  await page.clock.install()
  const email = await signUp(page)
  const name = page.getByLabel(say.name, { exact: true })
  await name.fill('Half a na')
  await loginClock(page)

  const dialog = page.getByRole('alertdialog')
  await page.clock.runFor('27:30')
  await expect(dialog).toBeHidden()
  await passUntil(page, say.there)
  await expect(dialog.getByRole('button', { name: say.stay })).toBeFocused()
  await expect(dialog.getByRole('timer')).toHaveText(/^1:\d\d$|^2:00$/)
  await dialog.getByRole('button', { name: say.stay }).click()
  await expect(dialog).toBeHidden()
  await expect(name).toHaveValue('Half a na')

  // Nobody answers this time.
  await passUntil(page, say.out)
  // It is over on the server, not only here.
  await expect.poll(async () => (await page.request.get('/api/auth/session')).status()).toBe(204)
  await signIn(page, email)
  await expect(dialog).toBeHidden()
  await expect(name).toHaveValue('Half a na')
  await page.locator('main').getByRole('button', { name: say.save }).click()
  await expect(page.getByRole('banner')).toContainText('Half a na')
})

test('S-08: setting the clock of the computer neither warns nor ends anything', async ({ page }) => {
  await page.clock.install()
  await signUp(page)
  await loginClock(page)
  for (const hours of [-5, 48]) {
    await page.clock.setSystemTime(Date.now() + hours * 3_600_000)
    const asked = page.waitForResponse(response => response.url().endsWith('/api/auth/session'))
    await page.clock.runFor(2_000)
    await asked
    await expect(page.getByRole('alertdialog')).toBeHidden()
  }
  expect((await page.request.get('/api/auth/session')).status()).toBe(200)
})

test('S-08: an answer in one tab is an answer for all', async ({ page, context }) => {
  const say = words()
  await page.clock.install()
  await signUp(page)
  const second = await context.newPage()
  await second.clock.install()
  await visit(second, `${say.at}/account`)
  await loginClock(page)
  await loginClock(second)
  await passUntil(page, say.there)
  await passUntil(second, say.there)
  await second.getByRole('button', { name: say.stay }).click()
  await expect(second.getByRole('alertdialog')).toBeHidden()
  await expect(page.getByRole('alertdialog')).toBeHidden()

  await signOut(second)
  await expect(page.getByRole('alertdialog')).toContainText(say.out)
})

test('S-15: signing in never leads to another site', async ({ page }) => {
  await signUp(page)
  for (const back of ['//evil.example/x', '/\\evil.example', 'https://evil.example', '/%09/evil.example']) {
    await visit(page, `/login?back=${encodeURIComponent(back)}`)
    await expect(page).toHaveURL(url => !url.pathname.startsWith('/login') && url.hostname === 'localhost')
  }
})

test('S-16: no script can read what keeps one signed in', async ({ page, context }) => {
  await signUp(page)
  const seen = await page.evaluate(() => [document.cookie, ...[localStorage, sessionStorage].flatMap(store => Object.entries({ ...store }).flat())].join(' '))
  const secrets = (await context.cookies()).filter(cookie => /foyer-(access|refresh)$/.test(cookie.name))
  expect(secrets).toHaveLength(2)
  for (const cookie of secrets) {
    expect(cookie).toMatchObject({ httpOnly: true, sameSite: 'Lax', path: '/' })
    expect(seen).not.toContain(cookie.value)
  }
  expect(seen).not.toMatch(/eyJ[\w-]+\./)
  expect(await page.evaluate(() => JSON.stringify((window as unknown as { useNuxtApp: () => { payload: { state: unknown } } }).useNuxtApp().payload.state))).not.toMatch(/eyJ[\w-]+\./)
})

test('the account shows its points, and its name can be changed', async ({ page }) => {
  const say = words()
  await signUp(page)
  await expect(page.locator('main').getByText(say.points)).toBeVisible()
  await page.getByLabel(say.name, { exact: true }).fill('Ming of the River')
  await page.locator('main').getByRole('button', { name: say.save }).click()
  await expect(page.getByRole('banner')).toContainText('Ming of the River')
  // Where the account used to be.
  await visit(page, `${say.at}/profile`)
  await expect(page).toHaveURL(url => url.pathname === `${say.at}/account`)
  await expect(page.getByLabel(say.name, { exact: true })).toHaveValue('Ming of the River')
})

test('the theme follows the system, can be switched, and is kept (U-09)', async ({ page }) => {
  await page.emulateMedia({ colorScheme: 'dark' })
  await visit(page, '/')
  await expect(page.locator('html')).toHaveClass(/dark/)
  await page.getByRole('button', { name: 'Switch between light and dark' }).click()
  await expect(page.locator('html')).not.toHaveClass(/dark/)
  await page.reload()
  await alive(page)
  await expect(page.locator('html')).not.toHaveClass(/dark/)
})

test('an order of somebody else is not shown, and the way to one\'s own is', async ({ page }) => {
  await visit(page, '/orders/01a1fbb2-1ea5-764e-a844-6cc27aa400fa')
  await expect(page.getByRole('heading', { name: 'We cannot show this order' })).toBeVisible()
  await expect(page.getByLabel('E-mail')).toBeVisible()
})
