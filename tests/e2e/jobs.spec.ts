import { expect, test } from '@playwright/test'
import { jobRuns } from '#drizzle/schema/index.ts'
import { expectAccessibleDayAndNight } from './support/accessible.ts'
import { visit } from './support/buying.ts'
import { inDatabase } from './support/database.ts'
import { another, signInAs } from './support/desk.ts'

/** English at a desk, Chinese on a phone. */
const SAYS = {
  en: { at: '', menu: 'Jobs', dead: /^Given up/, gaveUp: 'Gave up after 5 tries', error: 'The last try said: the mail house is on fire', done: 'Done', again: 'Try again', againDone: 'It is tried again now', now: 'Run now: Daily tips', nowDone: '“Daily tips” begins now', history: 'History', by: 'By Avery Admin', state: 'State', job: 'Job', tips: 'Daily tips', skipped: 'Skipped', none: 'No run matches these filters' },
  zh: { at: '/zh', menu: '后台任务', dead: /^已停止重试/, gaveUp: '尝试 5 次后停止', error: '最近一次错误：the mail house is on fire', done: '已完成', again: '重试', againDone: '已开始重试', now: '立即执行: 每日推荐', nowDone: '“每日推荐”即将开始', history: '执行记录', by: '由 Avery Admin 发起', state: '状态', job: '任务', tips: '每日推荐', skipped: '已跳过', none: '没有符合条件的记录' }
} as const
const words = () => SAYS[test.info().project.name === 'phone' ? 'zh' : 'en']

test('an admin sees what gave up and why, tries it again, and runs a job now', async ({ page, playwright }) => {
  const say = words()
  const key = `daily-reminder:given-up-${crypto.randomUUID()}`
  await inDatabase(db => db.insert(jobRuns).values({ job: 'daily-reminder', runKey: key, state: 'dead', attempts: 5, error: 'the mail house is on fire', startedAt: new Date(), finishedAt: new Date() }))
  await signInAs(page.request, 'admin')
  await visit(page, `${say.at}/admin`)
  await page.getByRole('navigation').getByRole('link', { name: say.menu, exact: true }).click()
  await expect(page.getByRole('heading', { level: 1, name: say.menu })).toBeVisible()
  const run = page.getByRole('region', { name: say.dead }).getByRole('listitem').filter({ hasText: key })
  await expect(run).toContainText(say.gaveUp)
  await expect(run).toContainText(say.error)
  await expectAccessibleDayAndNight(page)

  await run.getByRole('button', { name: say.again }).click()
  await expect(page.getByText(say.againDone)).toBeVisible()
  await expect(run).toHaveCount(0)
  const history = page.getByRole('region', { name: say.history })
  await expect(history.getByRole('listitem').filter({ hasText: key })).toContainText(say.done, { timeout: 60_000 })

  const now = page.getByRole('button', { name: say.now })
  await now.focus()
  await page.keyboard.press('Enter')
  await expect(page.getByText(say.nowDone)).toBeVisible()
  const byHand = history.getByRole('listitem').filter({ hasText: say.by }).filter({ hasText: 'daily-reminder:by-hand' }).first()
  await expect(byHand).toContainText(say.done, { timeout: 60_000 })

  await history.getByRole('group', { name: say.job }).getByRole('button', { name: say.tips }).click()
  await history.getByRole('group', { name: say.state }).getByRole('button', { name: say.skipped }).click()
  await expect(history.getByText(say.none)).toBeVisible()
  const publisher = await another(playwright, 'publisher')
  expect((await publisher.get('/api/admin/jobs')).status()).toBe(403)
  await publisher.dispose()
})
