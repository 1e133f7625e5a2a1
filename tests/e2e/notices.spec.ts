import { type Page, expect, test } from '@playwright/test'
import { findChromium } from '#server/commands/lib/chromium.ts'
import { expectAccessible } from './support/accessible.ts'
import { alive } from './support/buying.ts'

/** Signs somebody up, by the code from the mailbox, and comes back logged in. */
async function signUp(page: Page, locale: 'en' | 'zh' = 'en'): Promise<string> {
  const email = `notices-${Date.now()}-${Math.random().toString(36).slice(2, 8)}@example.org`
  const asked = await page.request.post('/api/auth/register', { data: { email, password: 'seven green lamps 7', displayName: 'Lin', locale } })
  const { challengeId } = await asked.json() as { challengeId: string }
  let code: string | undefined
  await expect.poll(async () => {
    const { messages } = await (await page.request.get(`/api/mailbox?address=${encodeURIComponent(email)}`)).json() as { messages: { id: string }[] }
    if (!messages[0]) return null
    const { text } = await (await page.request.get(`/api/mailbox/${messages[0].id}`)).json() as { text: string }
    return code = /\b\d{6}\b/.exec(text)?.[0]
  }).toBeTruthy()
  const confirmed = await page.request.post('/api/auth/register/confirm', { data: { challengeId, code } })
  expect(confirmed.ok()).toBe(true)
  return email
}

/** Changes the password, of which everybody is told. */
async function causeNews(page: Page, from: string, to: string): Promise<void> {
  const answer = await page.request.put('/api/user/password', { data: { current: from, next: to } })
  expect(answer.ok()).toBe(true)
}

test('the bell tells of news, the list shows it, and reading it makes the bell quiet', async ({ page }) => {
  await signUp(page)
  await causeNews(page, 'seven green lamps 7', 'eight blue lamps 8')
  await expect.poll(async () => (await (await page.request.get('/api/notifications')).json() as { unread: number }).unread).toBe(1)
  await page.goto('/')
  const bell = page.getByRole('link', { name: 'Notifications, 1 unread' })
  await bell.click()
  await expect(page.getByRole('heading', { name: /Your password was changed/ })).toBeVisible()
  await expectAccessible(page)
  await page.getByRole('button', { name: 'Mark all as read' }).click()
  await expect(page.getByText('All read.')).toBeVisible()
  await expect(page.getByRole('link', { name: 'Notifications', exact: true }).first()).toBeVisible()
})

test('通知可以用中文查看，点开后即为已读', async ({ page }) => {
  await signUp(page, 'zh')
  await causeNews(page, 'seven green lamps 7', 'eight blue lamps 8')
  await expect.poll(async () => (await (await page.request.get('/api/notifications')).json() as { unread: number }).unread).toBe(1)
  await page.goto('/zh/notifications')
  await page.getByRole('link', { name: '您的密码已更改' }).click()
  await expect(page).toHaveURL(/\/zh\/account\/security$/)
  await expect.poll(async () => (await (await page.request.get('/api/notifications')).json() as { unread: number }).unread).toBe(0)
})

test('people choose what reaches them; what matters most stays', async ({ page }) => {
  await signUp(page)
  await page.goto('/account/notifications')
  const row = page.getByRole('row', { name: /One of your favourites has changed/ })
  await row.getByRole('switch', { name: /E-mail/ }).uncheck()
  await expect(page.getByText('Saved.')).toBeVisible()
  await expect(page.getByRole('row', { name: /Your tickets are paid/ }).getByText('Always')).toBeVisible()
  await expectAccessible(page)
  await page.reload()
  await expect(row.getByRole('switch', { name: /E-mail/ })).not.toBeChecked()
  await expect(row.getByRole('switch', { name: /Push/ })).toBeChecked()
  expect(await page.evaluate(() => document.documentElement.scrollWidth - innerWidth)).toBeLessThanOrEqual(0)
})

test('the mailbox of a demo shows a mail as it looks, with a code to copy, as it comes in', async ({ page, context }) => {
  await context.grantPermissions(['clipboard-read', 'clipboard-write'])
  const address = `mailbox-${Date.now()}@example.org`
  await page.goto(`/mailbox?address=${address}`)
  await expect(page.getByText('No mails yet')).toBeVisible()
  await page.request.post('/api/auth/register', { data: { email: address, password: 'seven green lamps 7', displayName: 'Lin' } })
  // Nobody reloads: it arrives by itself.
  await page.getByRole('button', { name: new RegExp(`Your code to sign up.*${address}`) }).click()
  const mail = page.frameLocator('iframe')
  await expect(mail.getByRole('heading', { name: 'Your code to sign up' })).toBeVisible()
  const copy = page.getByRole('button', { name: /Copy the code \d{6}/ })
  const code = /\d{6}/.exec(await copy.innerText())![0]
  await expect(mail.getByText(code)).toBeVisible()
  await copy.click()
  expect(await page.evaluate(() => navigator.clipboard.readText())).toBe(code)
  expect(await page.evaluate(() => document.documentElement.scrollWidth - innerWidth)).toBeLessThanOrEqual(0)
  // A frame without scripts cannot be asked by axe: the page is looked at with the mail as text.
  await page.getByRole('button', { name: 'As text' }).click()
  await expect(page.locator('pre')).toContainText(code)
  await expectAccessible(page)
})

test('a link that ends mails asks before it does, and says when it cannot', async ({ page }) => {
  await page.goto('/unsubscribe?token=not-a-token-of-this-house')
  await alive(page)
  await page.getByRole('button', { name: 'End these mails' }).click()
  await expect(page.getByText('This link is not whole')).toBeVisible()
  await page.goto('/zh/unsubscribe')
  await expect(page.getByText('此链接不完整')).toBeVisible()
})

test('what is pushed to a browser is shown there, and leads into the site', async ({ playwright, baseURL }) => {
  const { launchOptions, storageState } = test.info().project.use
  const browser = await playwright.chromium.launch({ ...launchOptions, executablePath: await findChromium({ isWhole: true }) })
  const context = await browser.newContext({ baseURL, storageState, permissions: ['notifications'] })
  const page = await context.newPage()
  await page.goto('/account/notifications')
  const session = await context.newCDPSession(page)
  const registered = new Promise<string>(resolve => session.on('ServiceWorker.workerRegistrationUpdated', ({ registrations }) => registrations[0] && resolve(registrations[0].registrationId)))
  await session.send('ServiceWorker.enable')
  await page.evaluate(async () => {
    await navigator.serviceWorker.register('/service-worker.js')
    await navigator.serviceWorker.ready
  })
  const data = JSON.stringify({ title: '《哈姆雷特》已开售', body: '现在即可选座购票。', path: '/zh/events/hamlet' })
  const registrationId = await registered
  const shown = () => page.evaluate(async () => (await (await navigator.serviceWorker.ready).getNotifications()).map(n => [n.title, n.body, n.data.path]))
  // What is pushed while the worker is still waking is lost, as it would be to a browser that is not there: it is pushed again.
  await expect.poll(async () => {
    if ((await shown()).length === 0) await session.send('ServiceWorker.deliverPushMessage', { origin: new URL(baseURL!).origin, registrationId, data })
    return (await shown()).slice(0, 1)
  })
    .toEqual([['《哈姆雷特》已开售', '现在即可选座购票。', '/zh/events/hamlet']])
  await browser.close()
})
