import { type APIRequestContext, expect, test } from '@playwright/test'
import { expectAccessibleDayAndNight } from './support/accessible.ts'
import { WORDS, freshEmail, somethingOnSale, visit } from './support/buying.ts'
import { newCustomer } from './support/desk.ts'

const SAYS = {
  en: { none: 'You have no orders yet', found: '1 order bought as a guest with your e-mail', take: 'Take it over', taken: '1 order is in your account now.', keep: 'Keep it in my account', keepTitle: 'Keep it in your account', moved: 'This order is in an account now' },
  zh: { none: '您还没有订单', found: '有 1 笔订单是用您的邮箱以访客身份购买的', take: '归入账户', taken: '1 笔订单已归入您的账户。', keep: '归入我的账户', keepTitle: '归入您的账户', moved: '该订单已归入账户' }
} as const

test('a customer takes what he bought as a guest into his account: by his address, and by the link', async ({ page, browser, playwright, isMobile }) => {
  const language = isMobile ? 'zh' as const : 'en' as const
  const [say, words] = [SAYS[language], WORDS[language]]
  const email = await newCustomer(page.request, 'Gu Guest', language)
  const guest = await playwright.request.newContext({ baseURL: test.info().project.use.baseURL })
  const byAddress = await guestOrder(guest, email, language, isMobile ? 21 : 11)
  const byLink = await guestOrder(guest, freshEmail(), language, isMobile ? 21 : 11)
  await guest.dispose()

  const listed = page.waitForResponse(answer => new URL(answer.url()).pathname === '/api/orders')
  await visit(page, `${words.at}/orders`)
  await listed
  await expect(page.getByRole('heading', { name: say.found })).toBeVisible()
  await expectAccessibleDayAndNight(page)
  // Whoever has bought something as a guest is not told that he has bought nothing.
  await expect(page.getByText(say.none)).toHaveCount(0)
  await page.getByRole('button', { name: say.take }).click()
  await expect(page.getByRole('status').filter({ hasText: say.taken })).toBeVisible()
  await expect(page.getByText(byAddress.reference)).toBeVisible()

  const link = `${words.at}/orders/${byLink.id}?secret=${byLink.guestSecret}`
  await visit(page, link)
  await expect(page.getByRole('heading', { name: say.keepTitle })).toBeVisible()
  await expectAccessibleDayAndNight(page)
  await page.getByRole('button', { name: say.keep }).click()
  await expect(page).toHaveURL(new RegExp(`/orders/${byLink.id}$`))
  await expect(page.getByText(byLink.reference)).toBeVisible()
  await expect(page.getByRole('heading', { name: say.keepTitle })).toHaveCount(0)

  // Whoever still has the old link reads where the order is, and how to get there.
  const stranger = await (await browser.newContext()).newPage()
  await stranger.goto(link)
  await expect(stranger.getByRole('heading', { level: 1, name: say.moved })).toBeVisible()
  await expect(stranger.getByLabel(words.email)).toBeVisible()
  await expect(stranger.getByText(byLink.reference)).toHaveCount(0)
  await stranger.context().close()
})

async function guestOrder(guest: APIRequestContext, email: string, locale: 'en' | 'zh', skip: number): Promise<{ id: string, reference: string, guestSecret: string }> {
  const { session } = await somethingOnSale(guest, 'lantern-theatre', skip)
  const held = await guest.post(`/api/sessions/${session.id}/holds`, { data: { bestAvailable: { count: 1 } } })
  expect(held.ok(), await held.text()).toBe(true)
  const { holdToken } = await held.json() as { holdToken: string }
  const created = await guest.post('/api/orders/create', { data: { sessionId: session.id, holdToken, contact: { name: 'Gu Guest', email }, locale } })
  expect(created.ok(), await created.text()).toBe(true)
  return await created.json() as { id: string, reference: string, guestSecret: string }
}
