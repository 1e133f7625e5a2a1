import { expect, test } from '@playwright/test'
import { newId } from '#shared/ids/id.ts'
import { expectAccessibleDayAndNight } from './support/accessible.ts'
import { visit } from './support/buying.ts'
import { signInAs } from './support/desk.ts'

/** English at a desk, Chinese on a phone. */
const SAYS = {
  en: { at: '', part: 'API tokens', open: 'New token', name: 'What it is for', may: 'Read your events', choose: 'Tick at least one thing', days: 'Runs out after', nDays: '30 days', make: 'Make the token', made: 'is ready', done: 'I have it', unused: 'Never used', used: 'Last used', revoke: 'Take back', gone: 'opens nothing any more' },
  zh: { at: '/zh', part: 'API 令牌', open: '新建令牌', name: '用途', may: '查看您的活动', choose: '请至少勾选一项', days: '有效期', nDays: '30 天', make: '生成令牌', made: '已生成', done: '我已保存', unused: '从未使用', used: '最近使用', revoke: '撤销', gone: '已失效' }
} as const
const words = () => SAYS[test.info().project.name === 'phone' ? 'zh' : 'en']

test('a token for a program is shown once, does what it may and nothing else, and is taken back', async ({ page, playwright, baseURL }) => {
  const say = words()
  await signInAs(page.request, 'publisher')
  await visit(page, `${say.at}/account/security`)
  const part = page.getByRole('region', { name: say.part, exact: true })
  const opener = part.getByRole('button', { name: say.open })
  await opener.focus()
  await page.keyboard.press('Enter')
  const name = `Screen ${newId().slice(-8)}`
  await part.getByLabel(say.name).fill(name)
  await expect(part.getByRole('button', { name: say.make })).toBeDisabled()
  await expect(part.getByText(say.choose)).toBeVisible()
  await expectAccessibleDayAndNight(page)
  await part.getByRole('checkbox', { name: say.may }).check()
  await part.getByLabel(say.days).selectOption({ label: say.nDays })
  await part.getByRole('button', { name: say.make }).click()
  await expect(part.getByRole('heading', { name: new RegExp(say.made) })).toBeFocused()
  const token = await part.locator('section code').innerText()
  expect(token).toMatch(/^foyer_/)
  await expectAccessibleDayAndNight(page)
  await part.getByRole('button', { name: say.done }).click()
  const line = part.getByRole('listitem').filter({ hasText: name })
  await expect(line).toContainText(say.unused)
  await expect(line).toContainText(`foyer_…${token.slice(-4)}`)
  await page.reload()
  await expect(line).toBeVisible()
  expect(await page.content()).not.toContain(token)

  // A program: no cookies, only the token.
  const program = await playwright.request.newContext({ baseURL, storageState: { cookies: [], origins: [] }, extraHTTPHeaders: { authorization: `Bearer ${token}` } })
  expect((await program.get('/api/publishing/events')).status()).toBe(200)
  const refused = await program.post('/api/events/create', { data: {} })
  expect([refused.status(), (await refused.json() as { code: string }).code]).toEqual([403, 'scope-missing'])
  await page.reload()
  await expect(line).toContainText(say.used)
  await line.getByRole('button', { name: say.revoke }).click()
  await expect(part.getByText(say.gone)).toBeVisible()
  await expect(line).toHaveCount(0)
  expect((await program.get('/api/publishing/events')).status()).toBe(401)
  await program.dispose()
})
