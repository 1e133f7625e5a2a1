import { expect, test } from '@playwright/test'
import type { HoldReply } from '#shared/api/holds.ts'
import type { SessionReply } from '#shared/api/catalogue.ts'
import { expectAccessible } from './support/accessible.ts'
import { freshEmail, visit, WORDS } from './support/buying.ts'
import { another, approveNow, handInFor, signInAs } from './support/desk.ts'
import { dinnerShow } from './support/dinner.ts'

const SAYS = {
  en: {
    prices: 'Prices', add: 'Add a quota', nameEn: /^Quota English/, nameZh: /^Quota Chinese/, capacity: 'Tickets in each session', student: 'Student', missing: 'Choose at least one price that it counts.',
    list: 'List', section: /^Dining room /, table: /^Dining room, table 7, sold whole: 4 seats/, big: /^Dining room, table 8, sold whole: 8 seats/, held: 'Dining room, table 7 is held for you.',
    remove: 'Give back Dining room, table 7', tooBig: 'Dining room, table 8 is sold whole: 8 seats. At most 6 tickets a person', usedUp: 'Student: sold out. All tickets of “Students” are taken.', sheet: 'Your seats and best seats', yours: 'Your seats'
  },
  zh: {
    prices: '票价', add: '添加限额', nameEn: /^限额 英文/, nameZh: /^限额 中文/, capacity: '每场张数', student: '学生票', missing: '请至少选择一个票种。',
    list: '列表', section: /^餐厅 /, table: /^餐厅 7号桌，整桌出售，共 4 座/, big: /^餐厅 8号桌，整桌出售，共 8 座/, held: '已为您锁定 餐厅 7号桌。',
    remove: '退回 餐厅 7号桌', tooBig: '餐厅 8号桌须整桌购买，共 8 个座位。每人限购 6 张', usedUp: '学生票已售罄：“学生”名额已满。', sheet: '您的座位与推荐座位', yours: '您的座位'
  }
} as const

test('a dinner show: a quota over its students, a table that goes whole, and what is said where either is used up', async ({ page, playwright, isMobile }) => {
  const language = isMobile ? 'zh' : 'en'
  const say = SAYS[language]
  const { at } = WORDS[language]
  const publisher = await another(playwright, 'publisher')
  const { eventId, sessionId } = await dinnerShow(publisher)

  await signInAs(page.request, 'publisher')
  await visit(page, `${at}/publish/events/${eventId}`)
  await page.getByRole('tab', { name: say.prices }).click()
  await page.getByRole('button', { name: say.add }).click()
  await page.getByLabel(say.nameEn).fill('Students')
  await page.getByLabel(say.nameZh).fill('学生')
  await page.getByLabel(say.capacity).fill('2')
  await expect(page.getByText(say.missing)).toBeVisible()
  await page.getByRole('checkbox', { name: say.student }).press('Space')
  await expect(page.getByText(say.missing)).toHaveCount(0)
  await expect(page.locator('[data-save]')).toHaveAttribute('data-state', 'saved')
  await expectAccessible(page)
  await approveNow(playwright, eventId, await handInFor(publisher, eventId, () => {}))
  await publisher.dispose()

  await page.context().clearCookies()
  await visit(page, `${at}/sessions/${sessionId}`)
  await page.getByRole('button', { name: say.list, exact: true }).click()
  await page.getByRole('button', { name: say.section }).last().click()
  await page.getByRole('button', { name: say.table }).press('Enter')
  await expect(page.getByText(say.held)).toBeAttached()
  const sheet = page.getByRole('button', { name: say.sheet })
  if (isMobile) await sheet.click()
  await expectAccessible(page)
  const remove = page.getByRole('button', { name: say.remove })
  await remove.press('Enter')
  await expect(remove).toHaveCount(0)
  if (isMobile) await sheet.click()
  await page.getByRole('button', { name: say.big }).click()
  await expect(page.getByText(say.tooBig)).toBeVisible()

  // Somebody else buys the last two student tickets.
  const { ticketTypes } = await (await page.request.get(`/api/sessions/${sessionId}`)).json() as SessionReply
  const student = ticketTypes.find(type => type.name.en === 'Student')!
  const hold = await (await page.request.post(`/api/sessions/${sessionId}/holds`, { data: { seats: ['1', '2'].map(seat => ({ seatId: `room.A.${seat}`, ticketTypeId: student.id })) } })).json() as HoldReply
  const ordered = await page.request.post('/api/orders/create', { data: { sessionId, holdToken: hold.holdToken, contact: { name: 'Stu Dent', email: freshEmail() } } })
  expect(ordered.ok(), await ordered.text()).toBe(true)
  await expect.poll(async () => (await (await page.request.get(`/api/sessions/${sessionId}`)).json() as SessionReply).ticketTypes.find(type => type.id === student.id)!.quota?.left, { timeout: 20_000 }).toBe(0)
  await visit(page, `${at}/sessions/${sessionId}`)
  if (isMobile) await sheet.click()
  await expect(page.getByText(say.usedUp)).toBeVisible()
  await expectAccessible(page)
})
