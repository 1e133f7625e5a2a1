import { type APIRequestContext, expect, type Page, test } from '@playwright/test'
import { alive, checkoutWithTwo, freshEmail, signUpInPlace, somethingOnSale, visit, WORDS } from './support/buying.ts'
import { codeReaderHere } from '#shared/tickets/verify-in-browser.ts'
import { STEP_SECONDS, judgeMoment } from '#shared/tickets/moving-code.ts'
import type { TicketKeysReply } from '#shared/tickets/public-keys.ts'
import type { TicketListReply } from '#shared/tickets/ticket-reply.ts'
import { codesIn } from '#tests/support/read-codes.ts'
import { sentTo } from './support/mailbox.ts'
import { expectAccessible, expectAccessibleDayAndNight } from './support/accessible.ts'
import { newCustomer, signInAs } from './support/desk.ts'
import { smallShow } from './support/small-show.ts'

const SAYS = {
  en: { kept: /open without network too/, offline: /^No network/, handOn: 'Hand it on', noGift: 'This link offers no ticket', theirName: 'Their name', theirEmail: 'Their e-mail', offer: 'Send the link', offered: /^Offered to/, accept: 'Accept the ticket', passedOn: 'Passed on', large: /^Show the code large/, close: 'Close', signOut: 'Sign out', rename: 'Change the name', nameOn: 'Name on the ticket', save: 'Save' },
  zh: { kept: /无网络时也能打开门票/, offline: /^当前无网络/, handOn: '转赠', noGift: '此链接没有对应的门票', theirName: '对方姓名', theirEmail: '对方邮箱', offer: '发送链接', offered: /^已转赠给/, accept: '接受门票', passedOn: '已转赠', large: /^放大二维码/, close: '关闭', signOut: '退出登录', rename: '修改姓名', nameOn: '门票姓名', save: '保存' }
} as const
const languageOf = (isMobile: boolean) => isMobile ? 'zh' as const : 'en' as const

/** A guest with two tickets of his own on the screen. */
async function guestWithTickets(page: Page, request: APIRequestContext, language: 'en' | 'zh', skip: number): Promise<void> {
  const words = WORDS[language]
  await checkoutWithTwo(page, language, await somethingOnSale(request, 'lantern-theatre', skip))
  await page.getByLabel(words.name, { exact: true }).fill('Ada Reader')
  await page.getByLabel(words.email).fill(freshEmail())
  await page.getByRole('button', { name: words.toPayment }).click()
  await page.getByRole('radio', { name: words.sandbox }).check()
  await page.getByRole('button', { name: words.pay }).click()
  await expect(page).toHaveURL(/\/pay\/sandbox\//)
  await page.getByRole('button', { name: words.pay }).first().click()
  await page.getByRole('link', { name: words.qr }).click()
  await expect(page.locator('.qr svg').filter({ visible: true })).toHaveCount(2)
}

test('U-11, C-09: tickets open without network, with their codes, and those of a guest need no account for it', async ({ page, context, request, isMobile }) => {
  const language = languageOf(isMobile)
  const says = SAYS[language]
  await guestWithTickets(page, request, language, isMobile ? 7 : 6)
  await expect(page.getByText(says.kept)).toBeVisible()
  const codes = await page.locator('.qr svg').filter({ visible: true }).evaluateAll(all => all.map(svg => svg.outerHTML))

  await context.setOffline(true)
  await page.reload()
  await alive(page)
  await expect(page.locator('.qr svg').filter({ visible: true })).toHaveCount(2)
  await expect(page.getByText(says.offline)).toBeVisible()
  expect(await page.locator('.qr svg').filter({ visible: true }).evaluateAll(all => all.map(svg => svg.outerHTML))).toEqual(codes)

  // C-08: large, black on white, whatever the theme.
  await page.emulateMedia({ colorScheme: 'dark' })
  await page.getByRole('button', { name: says.large }).first().click()
  const large = page.locator('dialog[open]')
  await expect(large.locator('.qr svg')).toBeVisible()
  expect(await large.evaluate(dialog => getComputedStyle(dialog).backgroundColor)).toBe('rgb(255, 255, 255)')
  expect((await large.locator('.qr').boundingBox())!.width).toBeGreaterThan(isMobile ? 300 : 500)
  await large.getByRole('button', { name: says.close }).click()
  await expect(large).toHaveCount(0)

  await context.setOffline(false)
  await expect(page.getByText(says.kept)).toBeVisible()
})

test('whoever signs out leaves no ticket in the browser', async ({ page, context, request, isMobile }) => {
  const language = languageOf(isMobile)
  const words = WORDS[language]
  const says = SAYS[language]
  await checkoutWithTwo(page, language, await somethingOnSale(request, 'lantern-theatre', isMobile ? 9 : 8))
  await signUpInPlace(page, language, freshEmail())
  await page.getByRole('button', { name: words.toPayment }).click()
  await expect(page.getByRole('radio', { name: words.points })).toBeChecked()
  await page.getByRole('button', { name: words.pay }).click()
  await page.getByRole('link', { name: words.qr }).click()
  await expect(page.getByText(says.kept)).toBeVisible()
  const address = page.url()

  // A signed-in person's tickets open without network as well.
  await context.setOffline(true)
  await page.reload()
  await alive(page)
  await expect(page.locator('.qr svg').filter({ visible: true })).toHaveCount(2)
  await context.setOffline(false)
  await page.reload()
  await alive(page)

  await page.locator('header summary').click()
  await page.getByRole('button', { name: says.signOut }).click()
  await expect(page).toHaveURL(new RegExp(`${words.at || '/'}$`))
  expect(await page.evaluate(async () => (await caches.keys()).filter(name => name.startsWith('foyer-kept')))).toEqual([])
  await visit(page, address)
  await expect(page.locator('.qr')).toHaveCount(0)
})

test('a guest hands a ticket on, and takes part in nothing of it any more', async ({ page, browser, request, isMobile }) => {
  const language = languageOf(isMobile)
  const says = SAYS[language]
  const friend = freshEmail()
  await guestWithTickets(page, request, language, isMobile ? 11 : 10)
  const card = page.locator('article').first()
  await expectAccessibleDayAndNight(page)

  await card.getByRole('button', { name: says.rename }).click()
  await card.getByLabel(says.nameOn).fill('张伟')
  await card.getByRole('button', { name: says.save }).click()
  await expect(card.getByText('张伟')).toBeVisible()

  await card.getByRole('button', { name: says.handOn }).click()
  await expectAccessible(page)
  await card.getByLabel(says.theirName).fill('Grace Hopper')
  await card.getByLabel(says.theirEmail).fill(friend)
  await card.getByRole('button', { name: says.offer }).click()
  await expect(card.getByText(says.offered)).toBeVisible()
  await expect(card.locator('.qr svg').first()).toBeVisible()

  const link = await sentTo(request, friend, /https?:\/\/\S+\/tickets\/offered\/\S+/)
  const other = await browser.newContext()
  const theirs = await other.newPage()
  // Cut short on its way, it says so; there is nothing to sign in for.
  await visit(theirs, link.slice(0, -3))
  await expect(theirs.getByRole('heading', { level: 1, name: says.noGift })).toBeVisible()
  await expect(theirs.locator('input[name=password]')).toHaveCount(0)
  await expectAccessible(theirs)
  await visit(theirs, link)
  await expectAccessibleDayAndNight(theirs)
  await theirs.getByRole('button', { name: says.accept }).click()
  await expect(theirs).toHaveURL(/\/tickets\/[\da-f-]{36}$/)
  await expect(theirs.locator('.qr svg').filter({ visible: true })).toHaveCount(1)
  await expect(theirs.getByText('Grace Hopper')).toBeVisible()
  await expect(theirs.getByText(says.kept)).toBeVisible()
  await other.close()

  await page.reload()
  await alive(page)
  await expect(page.locator('article').first().getByText(says.passedOn)).toBeVisible()
  await expect(page.locator('.qr svg').filter({ visible: true })).toHaveCount(1)
})

test('C-08, C-09: a code that moves is another every half minute, without network too, and gates read each of them', async ({ page, context, browser, playwright, isMobile }) => {
  test.setTimeout(240_000)
  const language = languageOf(isMobile)
  const desk = await (await browser.newContext()).newPage()
  await signInAs(desk.request, 'publisher')
  const { sessionId } = await smallShow(playwright, desk.request, { en: 'The Moving Lamp', zh: '流动的灯' }, 6, 1, { codeRule: 'moving' })
  await newCustomer(page.request, 'Ann Lantern', language)
  const held = await page.request.post(`/api/sessions/${sessionId}/holds`, { data: { bestAvailable: { count: 1 } } })
  const { holdToken } = await held.json() as { holdToken: string }
  const { id } = await (await page.request.post('/api/orders/create', { data: { sessionId, holdToken } })).json() as { id: string }
  expect((await page.request.post(`/api/orders/pay/${id}`, { data: { method: 'points' } })).ok()).toBe(true)
  const readCode = await codeReaderHere(await (await page.request.get('/api/ticket-keys')).json() as TicketKeysReply)
  const { tickets: [ticket] } = await (await page.request.get(`/api/orders/${id}/tickets`)).json() as TicketListReply
  const seed = new Uint8Array(Buffer.from(ticket!.moving!.seed, 'base64url'))
  expect((await page.request.get(`/api/orders/${id}/tickets.pdf`)).status()).toBe(409)

  await page.clock.install()
  await visit(page, `${WORDS[language].at}/orders/${id}/tickets`)
  const code = page.locator('.qr').filter({ visible: true })
  const read = async () => {
    const [text] = await codesIn(await code.screenshot())
    const reading = await readCode(text ?? '')
    return reading.verdict === 'genuine' ? reading.code : null
  }
  await expect.poll(async () => (await read())?.ticketId).toBe(ticket!.id)
  const first = (await read())!
  expect(await judgeMoment(first.moment!, seed, Date.now())).toBe('ok')
  await expect(page.getByText(SAYS[language].kept)).toBeVisible()

  await context.setOffline(true)
  await page.reload()
  await alive(page)
  await page.clock.fastForward(90_000)
  await expect.poll(async () => (await read())?.moment?.step ?? 0).toBeGreaterThan(first.moment!.step + 2)
  const later = (await read())!
  expect(await judgeMoment(later.moment!, seed, (later.moment!.step + 1) * STEP_SECONDS * 1000)).toBe('ok')
  expect(await judgeMoment(first.moment!, seed, (later.moment!.step + 1) * STEP_SECONDS * 1000)).toBe('stale')
})
