import { type Page, expect, test } from '@playwright/test'
import type { MailboxMessageReply, MailboxReply } from '#shared/api/notices.ts'
import { expectAccessibleDayAndNight } from './support/accessible.ts'
import { WORDS, freshEmail, visit } from './support/buying.ts'
import { signInAs } from './support/desk.ts'
import { smallShow } from './support/small-show.ts'

const SAYS = {
  en: { more: 'More', cancel: 'Cancel the event', why: 'Why? Ticket holders read this.', means: '1 order with 2 tickets ends, and ¥360 go back to its buyer.', progress: '1 of 1 order', back: 'Sent back', off: 'This show was cancelled', refunded: 'Refunded', money: 'Money back', mail: /all of your money back: ¥360, the way you paid[\s\S]*The lamp went out/ },
  zh: { more: '更多操作', cancel: '取消活动', why: '原因（持票人会看到）', means: '1 笔订单（2 张票）将终止，共退还 ¥360。', progress: '已处理 1 / 1 笔订单', back: '已退回', off: '该演出已取消', refunded: '已退款', money: '退款', mail: /票款将全额退回：¥360，原路退回[\s\S]*The lamp went out/ }
} as const

test('W-06: a publisher calls his show off and sees what it costs and how far it is; its buyer has his money without asking', async ({ page, browser, playwright, isMobile }) => {
  const language = isMobile ? 'zh' : 'en'
  const [say, words] = [SAYS[language], WORDS[language]]
  await signInAs(page.request, 'publisher')
  const show = await smallShow(playwright, page.request, { en: `Out of Oil ${language}`, zh: `灯尽 ${language}` }, 6)

  const buyer = await (await browser.newContext()).newPage()
  const email = freshEmail()
  const order = await buyTwo(buyer, language, show.sessionId, email)

  await visit(page, `${words.at}/publish/events/${show.eventId}`)
  await page.locator('summary', { hasText: '•••' }).click()
  await page.getByRole('button', { name: say.cancel }).click()
  const dialog = page.getByRole('dialog')
  await expect(dialog.getByText(say.means)).toBeVisible()
  await expectAccessibleDayAndNight(page)
  await dialog.getByLabel(say.why).fill('The lamp went out.')
  await dialog.getByRole('button', { name: say.cancel }).click()
  await expect(page.getByText(say.progress)).toBeVisible()
  await expect(page.getByText(say.back, { exact: true })).toBeVisible()
  await expectAccessibleDayAndNight(page)

  await visit(page, `${words.at}/publish/sessions/${show.sessionId}`)
  await expect(page.getByText(say.progress)).toBeVisible()

  await buyer.goto(order)
  await expect(buyer.getByRole('heading', { name: say.off })).toBeVisible()
  await expect(buyer.getByText('The lamp went out.')).toBeVisible()
  await expect(buyer.getByRole('heading', { level: 1, name: say.refunded })).toBeVisible()
  await expect(buyer.getByRole('heading', { name: say.money, exact: true })).toBeVisible()
  await expectAccessibleDayAndNight(buyer)
  // What tells of the money's way comes after it.
  await expect.poll(async () => {
    const { messages } = await (await page.request.get(`/api/mailbox?address=${encodeURIComponent(email)}`)).json() as MailboxReply
    const texts = await Promise.all(messages.map(async ({ id }) => (await (await page.request.get(`/api/mailbox/${id}`)).json() as MailboxMessageReply).text ?? ''))
    return texts.some(text => say.mail.test(text))
  }, { timeout: 45_000 }).toBe(true)

  await signInAs(page.request, 'admin')
  await visit(page, `${words.at}/admin/money`)
  await expect(page.getByRole('link', { name: show.name[language] })).toBeVisible()
  await buyer.context().close()
})

/** A guest buys the best two seats at the sandbox. @returns where his order is */
async function buyTwo(page: Page, language: 'en' | 'zh', sessionId: string, email: string): Promise<string> {
  const words = WORDS[language]
  const held = await page.request.post(`/api/sessions/${sessionId}/holds`, { data: { bestAvailable: { count: 2 } } })
  expect(held.ok(), await held.text()).toBe(true)
  const { holdToken } = await held.json() as { holdToken: string }
  const created = await page.request.post('/api/orders/create', { data: { sessionId, holdToken, contact: { name: 'Ada Reader', email }, locale: language } })
  expect(created.ok(), await created.text()).toBe(true)
  const { id, guestSecret } = await created.json() as { id: string, guestSecret: string }
  const path = `${words.at}/orders/${id}?secret=${guestSecret}`
  await visit(page, path)
  await page.getByRole('radio', { name: words.sandbox }).check()
  await page.getByRole('button', { name: words.pay }).click()
  await expect(page).toHaveURL(/\/pay\/sandbox\//)
  await page.getByRole('button', { name: words.pay }).first().click()
  await expect(page.getByRole('heading', { level: 1, name: words.paid })).toBeVisible()
  return path
}
