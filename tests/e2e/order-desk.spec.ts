import { expect, test } from '@playwright/test'
import type { HoldReply } from '#shared/api/holds.ts'
import type { CreatedOrderReply, OrderReply, PayReply } from '#shared/api/orders.ts'
import { expectAccessible, expectAccessibleDayAndNight } from './support/accessible.ts'
import { freshEmail, visit, WORDS } from './support/buying.ts'
import { another, signInAs } from './support/desk.ts'
import { sentTo } from './support/mailbox.ts'
import { smallShow } from './support/small-show.ts'

/** Words of these pages by language: journeys run in English at a desk and in Chinese on a phone. */
const SAYS = {
  en: {
    search: 'Order number, name or e-mail', buyer: 'Buyer', again: 'Send the tickets again', onItsWay: /The mail is on its way to/, correct: 'Put the address right', send: 'Save and send', corrected: /The tickets are on their way to/,
    which: 'Which tickets?', fee: 'Keep a fee, in %', why: 'Why? The buyer can read it.', yes: 'Take back and refund', done: 'Taken back. The money is on its way.', partly: 'Partly refunded', acts: ['Ordered', 'Paid', 'Tickets sent again', 'Name or address put right', 'Tickets taken back'], none: 'No order is like that.'
  },
  zh: {
    search: '订单号、姓名或邮箱', buyer: '购票人', again: '重新发送门票', onItsWay: /邮件正在发往/, correct: '更正邮箱', send: '保存并发送', corrected: /门票正在发往/,
    which: '选择要退的门票', fee: '收取手续费（%）', why: '退票原因（购票人可见）', yes: '确认退票并退款', done: '已退票，退款正在处理。', partly: '部分退款', acts: ['下单', '支付', '重新发送门票', '更正姓名或邮箱', '办理退票'], none: '没有符合条件的订单。'
  }
} as const

test('a publisher finds an order by name and number, sends it again, puts its address right and takes a ticket back', async ({ page, playwright, isMobile, baseURL }) => {
  const language = isMobile ? 'zh' : 'en'
  const [say, words] = [SAYS[language], WORDS[language]]
  const publisher = await another(playwright, 'publisher')
  const show = await smallShow(playwright, publisher, { en: `Lost letters ${language}`, zh: `失落的信 ${language}` }, 8)
  await publisher.dispose()

  // A guest with two seats, who mistyped his address.
  const guest = await playwright.request.newContext({ baseURL })
  const asked = async <T>(path: string, data: unknown) => await (await guest.post(path, { data })).json() as T
  const hold = await asked<HoldReply>(`/api/sessions/${show.sessionId}/holds`, { bestAvailable: { count: 2 } })
  const surname = `Quill${Date.now()}`
  const [wrong, right] = [freshEmail(), freshEmail()]
  const order = await asked<CreatedOrderReply>('/api/orders/create', { sessionId: show.sessionId, holdToken: hold.holdToken, contact: { name: `Nora ${surname}`, email: wrong }, locale: language })
  expect(order.reference, JSON.stringify(order)).toBeTruthy()
  const headers = { 'x-order-secret': order.guestSecret! }
  const { redirectUrl } = await (await guest.post(`/api/orders/pay/${order.id}`, { data: { method: 'sandbox', locale: language }, headers })).json() as PayReply
  await visit(page, redirectUrl!)
  await page.getByRole('button', { name: WORDS.en.pay }).or(page.getByRole('button', { name: WORDS.zh.pay })).click()
  await expect.poll(async () => (await (await guest.get(`/api/orders/${order.id}`, { headers })).json() as OrderReply).state).toBe('paid')

  await signInAs(page.request, 'publisher')
  await visit(page, `${words.at}/publish/orders`)
  const search = page.getByRole('searchbox', { name: say.search })
  await search.fill('nobody-is-called-so')
  await expect(page.getByText(say.none)).toBeVisible()
  await search.fill(surname.toLowerCase())
  await search.press('Enter')
  const line = page.getByRole('listitem').filter({ hasText: surname })
  await expect(line).toContainText(order.reference)
  await expectAccessibleDayAndNight(page)
  await search.fill(order.reference.slice(3).toLowerCase())
  await line.getByRole('link', { name: `Nora ${surname}` }).click()
  await expect(page.getByRole('heading', { level: 1, name: order.reference })).toBeVisible()

  await page.getByRole('button', { name: say.again }).click()
  await expect(page.getByText(say.onItsWay)).toBeVisible()
  await page.getByRole('button', { name: say.correct }).click()
  await page.getByLabel(words.email, { exact: true }).fill(right)
  await page.getByRole('button', { name: say.send }).click()
  await expect(page.getByText(say.corrected)).toBeVisible()
  await sentTo(page.request, right, new RegExp(order.reference))
  expect((await guest.get(`/api/orders/${order.id}`, { headers })).status(), 'the link in the mail that went astray').toBe(404)

  await page.getByRole('button', { name: say.which }).click()
  await page.getByRole('checkbox').first().uncheck()
  await page.getByLabel(say.fee).fill('10')
  await page.getByLabel(say.why).fill('A pillar stands before it.')
  await expect(page.getByText('¥162')).toBeVisible()
  await expectAccessible(page)
  await page.getByRole('button', { name: say.yes }).click()
  await expect(page.getByText(say.done)).toBeVisible()
  await expect(page.getByText(say.partly, { exact: true }).first()).toBeVisible()
  const history = page.getByRole('list').filter({ hasText: say.acts[4] }).last()
  for (const act of say.acts) await expect(history.getByText(act, { exact: true })).toBeVisible()
  await expectAccessibleDayAndNight(page)
  await guest.dispose()
})
