import { readFileSync } from 'node:fs'
import { expect, test } from '@playwright/test'
import { eq, sql } from 'drizzle-orm'
import { readXlsx } from 'hucre/xlsx'
import { jobRuns, tableExports } from '#drizzle/schema/index.ts'
import type { PublishedEventsReply } from '#shared/api/publishing.ts'
import { expectAccessibleDayAndNight } from './support/accessible.ts'
import { visit } from './support/buying.ts'
import { inDatabase } from './support/database.ts'
import { another, signInAs } from './support/desk.ts'

/** English at a desk, Chinese on a phone. */
const SAYS = {
  en: { at: '', slug: 'thursdays-lying-down', menu: 'Export', title: 'Export', orders: 'Orders', attendees: 'Attendees', event: 'Event', make: 'Make the file', asked: 'The file is being made', files: 'Your files', ready: /Ready\s· XLSX\s· [\d,]+ rows/, fetch: /^Fetch Attendees/, sheet: 'Attendees', progress: /Progress of/, half: /of [\d,]+ rows/, failed: 'Could not be made', again: 'Ask for it again', expired: 'Deleted after a day' },
  zh: { at: '/zh', slug: 'autumn-moon-serenade', menu: '导出', title: '导出', orders: '订单', attendees: '观众名单', event: '活动', make: '生成文件', asked: '正在生成文件', files: '您的文件', ready: /可下载\s· XLSX\s· [\d,]+ 行/, fetch: /^下载观众名单/, sheet: '观众名单', progress: /的进度/, half: /\/ [\d,]+ 行/, failed: '生成失败', again: '请重新导出', expired: '已过期删除' }
} as const
const words = () => SAYS[test.info().project.name === 'phone' ? 'zh' : 'en']

test('a publisher asks for a table, sees it being made, and fetches it; nobody else does, and after a day nobody', async ({ page, playwright, baseURL }) => {
  const say = words()
  await signInAs(page.request, 'publisher')
  // One that is over: nobody buys a ticket of it meanwhile. Each language has its own, as both may be at it at once.
  const { events } = await (await page.request.get('/api/publishing/events?limit=100')).json() as PublishedEventsReply
  const show = events.find(event => event.slug === say.slug)!
  const name = show.name[say.at ? 'zh' : 'en']
  await visit(page, `${say.at}/publish`)
  await page.getByRole('navigation').getByRole('link', { name: say.menu, exact: true }).click()
  await expect(page.getByRole('heading', { level: 1, name: say.title })).toBeVisible()

  await page.getByRole('radio', { name: say.orders }).focus()
  await page.keyboard.press('ArrowRight')
  await expect(page.getByRole('radio', { name: say.attendees })).toBeChecked()
  await page.getByLabel(say.event, { exact: true }).selectOption({ label: name })
  const reply = page.waitForResponse(answer => answer.request().method() === 'POST' && answer.url().endsWith('/api/exports'))
  await page.getByRole('button', { name: say.make }).click()
  const { id } = await (await reply).json() as { id: string }
  await expect(page.getByText(say.asked)).toBeVisible()
  const line = page.getByRole('region', { name: say.files }).getByRole('listitem').filter({ hasText: name }).first()
  await expect(line).toContainText(say.ready, { timeout: 60_000 })
  const file = await Promise.all([page.waitForEvent('download'), line.getByRole('link', { name: say.fetch }).click()]).then(([download]) => download)
  expect(file.suggestedFilename()).toMatch(/^foyer-attendees-\d{4}-\d\d-\d\d\.xlsx$/)
  const { sheets: [sheet] } = await readXlsx(readFileSync(await file.path()))
  expect(sheet!.name).toBe(say.sheet)
  expect(sheet!.rows, 'one for each ticket, and the heads').toHaveLength(show.sold + 1)

  const stranger = await another(playwright, 'admin')
  const nobody = await playwright.request.newContext({ baseURL })
  expect(await Promise.all([stranger, nobody].map(async who => (await who.get(`/api/exports/${id}/file`)).status()))).toEqual([404, 401])
  await Promise.all([stranger.dispose(), nobody.dispose()])

  // Half-way, given up, and a day later: what a quick machine does not show.
  const run = (change: Partial<typeof jobRuns.$inferInsert>) => inDatabase(db => db.update(jobRuns).set(change).where(eq(jobRuns.runKey, `table-export:${id}`)))
  const fileOf = (change: object) => inDatabase(db => db.update(tableExports).set(change).where(eq(tableExports.id, id)))
  await fileOf({ readyAt: null, expiresAt: null })
  await run({ state: 'running', done: 700, total: show.sold, leaseToken: crypto.randomUUID(), leaseUntil: new Date(Date.now() + 3_600_000), finishedAt: null })
  await page.reload()
  await expect(line.getByRole('progressbar', { name: say.progress })).toBeVisible()
  await expect(line).toContainText(say.half)
  await expectAccessibleDayAndNight(page)
  await run({ state: 'dead', leaseToken: null, leaseUntil: null, error: 'no space left', finishedAt: new Date() })
  // Nobody reloads: the page looks again while something is being made.
  await expect(line).toContainText(say.failed)
  await expect(line).toContainText(say.again)
  await fileOf({ readyAt: sql`now() - interval '25 hours'`, expiresAt: sql`now() - interval '1 hour'` })
  await run({ state: 'done', error: null })
  await page.reload()
  await expect(line).toContainText(say.expired)
  await expect(line.getByRole('link')).toHaveCount(0)
  expect((await page.request.get(`/api/exports/${id}/file`)).status()).toBe(410)
})
