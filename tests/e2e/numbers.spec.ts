import { readFileSync } from 'node:fs'
import { expect, type Page, test } from '@playwright/test'
import type { PublishedEventsReply } from '#shared/api/publishing.ts'
import { expectAccessibleDayAndNight } from './support/accessible.ts'
import { visit } from './support/buying.ts'
import { signInAs } from './support/desk.ts'

/** English at a desk, Chinese on a phone. */
const SAYS = {
  en: { at: '', own: 'Numbers', house: 'All numbers', chart: 'Sales over time', tickets: 'Tickets over time', ticketsTile: /^Tickets/, asTable: /: as a table/, csv: /: download as CSV/, png: /: download as PNG/, days90: '90 days', funnel: 'From looking to coming', payment: 'Payment', people: 'People', day: 'Day', figure: 'Sales', report: 'Report of a month or a week',
    curve: 'How it sells beside similar events', similar: /sessions? that (?:is|are) over|Fewer than three similar/, forecast: 'Forecast', certain: /in 8 of 10 cases between|Too early to tell|Sold out|is over|has not begun/, heat: 'What sells first', map: 'Map of the hall by speed of sale', section: 'Section' },
  zh: { at: '/zh', own: '数据', house: '全站数据', chart: '销售额走势', tickets: '售票张数走势', ticketsTile: /^售票张数/, asTable: /：以表格显示/, csv: /：下载 CSV/, png: /：下载 PNG/, days90: '近 90 天', funnel: '从浏览到入场', payment: '支付方式', people: '用户', day: '日期', figure: '销售额', report: '月度与每周报告',
    curve: '与同类活动的销售进度对比', similar: /已结束的/, forecast: '预测', certain: /八成情况下在|为时尚早|已售罄|已结束|尚未开售/, heat: '哪些座位最先售出', map: '按售出快慢显示的座位图', section: '区域' }
} as const
const words = () => SAYS[test.info().project.name === 'phone' ? 'zh' : 'en']
const card = (page: Page, name: string) => page.getByRole('region', { name, exact: true }).filter({ has: page.getByRole('heading', { name, exact: true }) })

test('a publisher looks at his sales, as a picture, by keyboard, as a table and as files', async ({ page }) => {
  const say = words()
  await signInAs(page.request, 'publisher')
  await visit(page, `${say.at}/publish/numbers`)
  await expect(page.getByRole('heading', { level: 1, name: say.own })).toBeVisible()
  const sales = card(page, say.chart)
  const picture = sales.getByRole('application', { name: say.chart })
  await expect(picture.locator('canvas')).toBeVisible()
  await expect(card(page, say.funnel).getByRole('table')).toBeVisible()
  await expectAccessibleDayAndNight(page)

  await picture.focus()
  await page.keyboard.press('End')
  await expect(sales.locator('[aria-live]')).toContainText(say.figure)
  const last = await sales.locator('[aria-live]').textContent()
  await page.keyboard.press('ArrowLeft')
  await expect(sales.locator('[aria-live]')).not.toHaveText(last!)
  const png = await Promise.all([page.waitForEvent('download'), sales.getByRole('button', { name: say.png }).click()]).then(([download]) => download)
  expect([...readFileSync(await png.path()).subarray(1, 4)]).toEqual([...Buffer.from('PNG')])

  await sales.getByRole('button', { name: say.asTable }).click()
  const table = sales.getByRole('table', { name: say.chart })
  await expect(table.getByRole('columnheader').first()).toHaveText(say.day)
  await expect(table.getByRole('row')).toHaveCount(31)
  await expect(picture).toHaveCount(0)
  const csv = await Promise.all([page.waitForEvent('download'), sales.getByRole('button', { name: say.csv }).click()]).then(([download]) => download)
  const lines = readFileSync(await csv.path(), 'utf8').trimEnd().split('\r\n')
  expect(lines).toHaveLength(31)
  expect(lines[0]).toMatch(new RegExp(`^\\uFEFF${say.day},${say.figure}`))
  expect(lines[1]).toMatch(/^\d{4}-\d{2}-\d{2},\d+/)

  const report = card(page, say.report)
  const pdf = await Promise.all([page.waitForEvent('download'), report.getByRole('link', { name: 'PDF' }).click()]).then(([download]) => download)
  expect(pdf.suggestedFilename()).toMatch(/^foyer-\d{4}-\d{2}\.pdf$/)
  expect(readFileSync(await pdf.path(), 'latin1').slice(0, 5)).toBe('%PDF-')

  // What is looked at stands in the address, and outlives a reload.
  await page.getByRole('button', { name: say.days90 }).click()
  await expect(page).toHaveURL(/period=90d/)
  await page.getByRole('button', { name: say.ticketsTile }).click()
  await expect(card(page, say.tickets)).toBeVisible()
  await page.reload()
  await expect(page.getByRole('button', { name: say.days90 })).toHaveAttribute('aria-pressed', 'true')
})

test('an admin sees the whole house, and what is not his to see stays shut', async ({ page, playwright }) => {
  const say = words()
  await signInAs(page.request, 'admin')
  await visit(page, `${say.at}/admin/numbers`)
  await expect(page.getByRole('heading', { level: 1, name: say.house })).toBeVisible()
  await expect(card(page, say.chart).getByRole('application')).toBeVisible()
  await expect(card(page, say.people).getByRole('application').or(card(page, say.people).locator('p')).first()).toBeVisible()
  await page.getByRole('button', { name: say.payment, exact: true }).click()
  await expect(page.getByRole('table', { name: new RegExp(say.payment) })).toBeVisible()
  await expectAccessibleDayAndNight(page)
  const publisher = await playwright.request.newContext({ baseURL: test.info().project.use.baseURL })
  await signInAs(publisher, 'publisher')
  expect((await publisher.get('/api/stats/users?date=2026-11-26')).status()).toBe(403)
  await publisher.dispose()
})

test('of one event: its curve, where it is heading and how sure that is, and the hall by speed of sale', async ({ page }) => {
  const say = words()
  await signInAs(page.request, 'publisher')
  const { events } = await (await page.request.get('/api/publishing/events?status=approved&limit=100')).json() as PublishedEventsReply
  const event = events.toSorted((a, b) => b.sold - a.sold)[0]!
  await visit(page, `${say.at}/publish/events/${event.id}`)
  await page.getByRole('main').getByRole('link', { name: say.own, exact: true }).click()
  await expect(page).toHaveURL(new RegExp(`/publish/events/${event.id}/numbers`))
  await expect(page.getByRole('heading', { level: 1, name: event.name[say.at ? 'zh' : 'en'] })).toBeVisible()
  await expect(card(page, say.curve).getByRole('application')).toBeVisible()
  await expect(card(page, say.curve).getByText(say.similar)).toBeVisible()
  await expect(page.getByText(say.certain).first()).toBeVisible()
  const heat = card(page, say.heat)
  const map = heat.getByRole('application', { name: say.map })
  await expect(map).toBeVisible()
  await expect(heat.getByRole('columnheader', { name: say.section })).toBeVisible()
  await map.focus()
  await page.keyboard.press('ArrowRight')
  await expect(heat.locator('[aria-live]')).not.toBeEmpty()
  await expectAccessibleDayAndNight(page)
})
