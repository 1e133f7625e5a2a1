import { type APIRequestContext, expect, type Page, test } from '@playwright/test'
import { expectAccessible, expectAccessibleDayAndNight } from './support/accessible.ts'
import { holdTwo, visit, WORDS } from './support/buying.ts'
import { newCustomer, signInAs } from './support/desk.ts'
import { sentTo } from './support/mailbox.ts'
import { smallShow } from './support/small-show.ts'

const SAYS = {
  en: {
    title: 'Cannot come? Offer tickets to others', get: 'at most ¥180', offer: /^Offer it to others:/, yes: 'Put it on sale', back: /^Take it back from sale:/, open: 'On sale. It is yours until somebody has paid.', said: /^On sale now:/, off: /^Not on sale any more:/,
    onTicket: 'You have offered it to others.', locked: 'Somebody is paying for it at this moment', buying: 'Somebody is buying it', sold: 'Sold. You get', partly: 'Partly refunded', money: 'Money back', dead: 'Sold on', mail: /is sold/, desk: 'Offered by their buyers: 0 on sale, 0 being paid for, 1 sold on.'
  },
  zh: {
    title: '去不了？可将门票转售给他人', get: '最多 ¥180', offer: /^挂出转售：/, yes: '确定挂出', back: /^撤回转售：/, open: '转售中。有人付款之前仍归您所有。', said: /^已挂出：/, off: /^已撤回：/,
    onTicket: '您已挂出此票。', locked: '有人正在付款', buying: '有人正在购买', sold: '已售出', partly: '部分退款', money: '退款', dead: '已转售', mail: /已售出/, desk: '观众转售：在售 0 张，付款中 0 张，已转售 1 张。'
  }
} as const

/** All seats of a session, paid with points by whoever is signed in. */
async function buyAll(request: APIRequestContext, sessionId: string, count: number): Promise<string> {
  const hold = await (await request.post(`/api/sessions/${sessionId}/holds`, { data: { bestAvailable: { count } } })).json() as { holdToken: string }
  const made = await request.post('/api/orders/create', { data: { sessionId, holdToken: hold.holdToken } })
  expect(made.status(), await made.text()).toBe(201)
  const { id } = await made.json() as { id: string }
  expect((await request.post(`/api/orders/pay/${id}`, { data: { method: 'points' } })).ok()).toBe(true)
  return id
}

test('a ticket of a sold-out show is offered to others, taken back, offered again and bought: the old code dies, and its owner is paid', async ({ page, browser, playwright, request, isMobile }) => {
  const language = isMobile ? 'zh' : 'en'
  const [say, words] = [SAYS[language], WORDS[language]]
  const publisher = await (await browser.newContext()).newPage()
  await signInAs(publisher.request, 'publisher')
  const { sessionId } = await smallShow(playwright, publisher.request, { en: 'The Empty Chair', zh: '空椅子' }, 2)
  const email = await newCustomer(page.request, 'Ann Lantern', language)
  const orderId = await buyAll(page.request, sessionId, 2)
  const buyer = await (await browser.newContext({ viewport: page.viewportSize()! })).newPage()
  await newCustomer(buyer.request, 'Bob Wu', language)
  const rowOf = (on: Page, state: string) => on.locator(`li[data-resale="${state}"]`)

  await test.step('the seller is told what happens, is asked once more, and may take it back', async () => {
    await visit(page, `${words.at}/orders/${orderId}`)
    await expect(page.getByRole('heading', { name: say.title })).toBeVisible()
    await expect(page.getByText(say.get)).toBeVisible()
    await page.getByRole('button', { name: say.offer }).first().press('Enter')
    await expect(page.getByRole('button', { name: say.yes })).toBeFocused()
    await expectAccessibleDayAndNight(page)
    await page.keyboard.press('Enter')
    await expect(page.getByText(say.said)).toBeVisible()
    await page.getByRole('button', { name: say.back }).press('Enter')
    await expect(page.getByText(say.off)).toBeVisible()
    await expect(rowOf(page, 'possible')).toHaveCount(2)
  })

  await test.step('while it is on sale it is his: its code is there, and the page says so', async () => {
    await page.getByRole('button', { name: say.offer }).first().click()
    await page.getByRole('button', { name: say.yes }).click()
    await expect(rowOf(page, 'open')).toHaveText(new RegExp(say.open))
    await expectAccessible(page)
    await visit(page, `${words.at}/orders/${orderId}/tickets`)
    await expect(page.getByText(say.onTicket)).toBeVisible()
    await expect(page.locator('article svg[viewBox]').first()).toBeVisible()
  })

  await test.step('somebody else finds the seat free, and while he pays it is locked', async () => {
    await expect(async () => {
      await visit(buyer, `${words.at}/sessions/${sessionId}`)
      await holdTwo(buyer, language, sessionId, 1)
    }).toPass({ timeout: 60_000 })
    await buyer.getByRole('button', { name: words.toPayment }).click()
    await expect(buyer).toHaveURL(/\/orders\/[\da-f-]{36}/)
    await visit(page, `${words.at}/orders/${orderId}`)
    await expect(rowOf(page, 'locked')).toContainText(say.locked)
    await expect(page.getByRole('button', { name: say.back })).toHaveCount(0)
    await visit(page, `${words.at}/orders/${orderId}/tickets`)
    await expect(page.getByText(say.buying)).toBeVisible()
    await expectAccessible(page)
  })

  await test.step('paid: he has a ticket, and the seller has his money, a mail and a dead code', async () => {
    await buyer.getByRole('radio', { name: words.points }).check()
    await buyer.getByRole('button', { name: words.pay }).click()
    await expect(buyer.getByRole('heading', { level: 1, name: words.paid })).toBeVisible()
    await buyer.getByRole('link', { name: words.qr }).click()
    await expect(buyer.locator('article svg[viewBox]').first()).toBeVisible()

    await visit(page, `${words.at}/orders/${orderId}`)
    await expect(page.getByText(say.partly, { exact: true })).toBeVisible()
    await expect(page.getByRole('heading', { name: say.money, exact: true })).toBeVisible()
    await expect(rowOf(page, 'sold')).toContainText(say.sold)
    await expectAccessibleDayAndNight(page)
    await sentTo(request, email, say.mail)
    await visit(page, `${words.at}/orders/${orderId}/tickets`)
    await expect(page.getByText(say.dead, { exact: true })).toBeVisible()
  })

  await test.step('the publisher sees it on the desk of the session', async () => {
    await visit(publisher, `${words.at}/publish/sessions/${sessionId}`)
    await expect(publisher.getByText(say.desk)).toBeVisible()
  })
})
