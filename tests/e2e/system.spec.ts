import { expect, test } from '@playwright/test'
import { expectAccessible, expectAccessibleDayAndNight } from './support/accessible.ts'
import { visit } from './support/buying.ts'
import { signInAs } from './support/desk.ts'

const SAYS = {
  en: { at: '', system: 'System', parts: 'Parts', database: /^Database/, answers: /PostgreSQL answers/, caches: 'Caches', rate: 'Hit rate', pages: 'Public pages', process: 'This process', notYours: 'This desk is for admins.', tools: 'Desk' },
  zh: { at: '/zh', system: '系统', parts: '组成部分', database: /^数据库 ·/, answers: /PostgreSQL (?:正常|响应缓慢)/, caches: '缓存', rate: '命中率', pages: '公开页面', process: '本进程', notYours: '此工作台仅供管理员使用。', tools: '工作台' }
} as const
const words = () => SAYS[test.info().project.name === 'phone' ? 'zh' : 'en']

test('an admin sees how the house is, part by part and in words, and what its caches are good for', async ({ page, isMobile }) => {
  const say = words()
  // A page is looked at twice, so that there is something to tell of.
  for (let i = 0; i < 2; i++) expect((await page.request.get('/')).ok()).toBe(true)
  await signInAs(page.request, 'admin')
  await visit(page, `${say.at}/admin/jobs`)
  const link = page.getByRole('navigation', { name: say.tools }).getByRole('link', { name: say.system, exact: true })
  if (isMobile) await link.click()
  else {
    await link.focus()
    await page.keyboard.press('Enter')
  }
  await expect(page.getByRole('heading', { level: 1, name: say.system })).toBeVisible()
  const parts = page.getByRole('region', { name: say.parts })
  await expect(parts.getByRole('listitem')).toHaveCount(8)
  await expect(parts.getByRole('listitem').filter({ has: page.getByRole('heading', { name: say.database }) })).toContainText(say.answers)
  const table = page.getByRole('table', { name: say.caches })
  await expect(table.getByRole('columnheader', { name: say.rate })).toBeVisible()
  await expect(table.getByRole('row', { name: say.pages })).toContainText(/\d+(?:\.\d)?%/)
  await expect(page.getByRole('region', { name: say.process })).toContainText('PostgreSQL')
  await expectAccessible(page)
  await expectAccessibleDayAndNight(page)
})

test('nobody else is told', async ({ page }) => {
  const say = words()
  await signInAs(page.request, 'publisher')
  await visit(page, `${say.at}/admin/health`)
  await expect(page.getByText(say.notYours)).toBeVisible()
  expect((await page.request.get('/api/admin/health')).status()).toBe(403)
})
