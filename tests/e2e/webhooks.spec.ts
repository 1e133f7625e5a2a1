import { expect, test } from '@playwright/test'
import { eq, sql } from 'drizzle-orm'
import { webhookAttempts, webhookDeliveries, webhooks } from '#drizzle/schema/index.ts'
import { newId } from '#shared/ids/id.ts'
import { expectAccessibleDayAndNight } from './support/accessible.ts'
import { visit } from './support/buying.ts'
import { inDatabase } from './support/database.ts'
import { signInAs } from './support/desk.ts'

/** English at a desk, Chinese on a phone. */
const SAYS = {
  en: { at: '', menu: 'Webhooks', add: 'Add a webhook', addIt: 'Add it', name: 'Name', url: 'Address', topic: 'Order paid', choose: 'Tick at least one thing', refused: 'Webhooks cannot go to this address', secret: /^The secret of/, copy: 'Copy', copied: 'Copied.', done: 'I have it', test: 'Send a test', log: 'Messages', waiting: 'Waiting', tries: /^\d+ tr(?:y|ies)$/, noName: /There is no such name|The name could not be looked up/, failing: 'Failing', look: 'Look again', delivered: 'Delivered', answered: 'Answered 204', again: /^Send again: Test/, off: 'Turn off', isOff: 'Off', remove: 'Remove' },
  zh: { at: '/zh', menu: 'Webhook', add: '添加 Webhook', addIt: '添加', name: '名称', url: '地址', topic: '订单已支付', choose: '请至少勾选一项', refused: '无法向此地址推送', secret: /的密钥$/, copy: '复制', copied: '已复制。', done: '我已保存', test: '发送测试', log: '消息记录', waiting: '等待中', tries: /^已尝试 \d+ 次$/, noName: /域名不存在|域名暂时无法解析/, failing: '推送失败', look: '刷新', delivered: '已送达', answered: '返回 204', again: /^重新发送：测试/, off: '停用', isOff: '已停用', remove: '删除' }
} as const
const words = () => SAYS[test.info().project.name === 'phone' ? 'zh' : 'en']

test('a publisher adds a webhook, reads its secret once, follows a message, sends it again, and removes it', async ({ page, context }) => {
  const say = words()
  await context.grantPermissions(['clipboard-read', 'clipboard-write'])
  await signInAs(page.request, 'publisher')
  await visit(page, `${say.at}/publish`)
  await page.getByRole('navigation').getByRole('link', { name: say.menu, exact: true }).click()
  const name = `Till ${newId().slice(-8)}`
  await page.getByRole('button', { name: say.add }).click()
  const form = page.getByRole('region', { name: say.add })
  await form.getByLabel(say.name, { exact: true }).fill(name)
  await expect(form.getByRole('button', { name: say.addIt, exact: true })).toBeDisabled()
  await expect(form.getByText(say.choose)).toBeVisible()
  await form.getByRole('checkbox', { name: say.topic }).focus()
  await page.keyboard.press('Space')
  // Neither in the clear nor into this network; what was typed stays.
  for (const address of ['http://till.example/foyer', 'https://127.0.0.1/foyer', 'https://[fd00::1]/foyer']) {
    await form.getByLabel(say.url, { exact: true }).fill(address)
    const refused = page.waitForResponse(answer => answer.request().method() === 'POST' && answer.url().endsWith('/api/publishing/webhooks'))
    await form.getByRole('button', { name: say.addIt, exact: true }).click()
    expect((await refused).status(), address).toBe(422)
    await expect(form.getByRole('alert')).toContainText(say.refused)
    await expect(form.getByLabel(say.name, { exact: true })).toHaveValue(name)
  }
  await expectAccessibleDayAndNight(page)

  // A name that nobody can have (RFC 2606): every try fails, whatever this machine can reach.
  await form.getByLabel(say.url, { exact: true }).fill('https://till.invalid/foyer')
  await form.getByLabel(say.url, { exact: true }).press('Enter')
  const made = page.getByRole('region').filter({ has: page.getByRole('heading', { name: say.secret }) }).or(page.locator('section', { has: page.getByRole('heading', { name: say.secret }) })).first()
  await expect(made.getByRole('heading', { name: say.secret })).toBeFocused()
  const secret = await made.locator('code').innerText()
  expect(secret).toMatch(/^whsec_/)
  await made.getByRole('button', { name: say.copy }).click()
  await expect(made.getByText(say.copied)).toBeVisible()
  expect(await page.evaluate(() => navigator.clipboard.readText())).toBe(secret)
  await made.getByRole('button', { name: say.done }).click()
  await page.reload()
  const card = page.getByRole('region', { name, exact: true })
  await expect(card).toBeVisible()
  expect(await page.content()).not.toContain(secret)

  await card.getByRole('button', { name: say.test }).click()
  const message = card.getByRole('listitem').first()
  await expect(message).toContainText(say.waiting)
  await message.getByText(say.tries).click({ timeout: 30_000 })
  await expect(message.getByText(say.noName).first()).toBeVisible()
  await expect(message).toContainText('"type":"ping"')
  await page.reload()
  await expect(card.getByText(say.failing, { exact: true })).toBeVisible()

  // As if somebody listened there at last.
  await inDatabase(async (db) => {
    const [delivery] = await db.select({ id: webhookDeliveries.id }).from(webhookDeliveries).innerJoin(webhooks, eq(webhooks.id, webhookDeliveries.webhookId)).where(eq(webhooks.name, name))
    await db.update(webhookDeliveries).set({ state: 'delivered', closedAt: sql`now()` }).where(eq(webhookDeliveries.id, delivery!.id))
    await db.insert(webhookAttempts).values({ deliveryId: delivery!.id, status: 204, tookMs: 1204 })
  })
  await card.getByRole('button', { name: say.log }).click()
  await expect(message).toContainText(say.delivered)
  await message.getByText(say.tries).click()
  await expect(message).toContainText(say.answered)
  await expectAccessibleDayAndNight(page)
  await message.getByRole('button', { name: say.again }).click()
  await expect(message).toContainText(say.waiting)

  await card.getByRole('button', { name: say.off, exact: true }).click()
  await expect(card.getByText(say.isOff, { exact: true })).toBeVisible()
  await expect(message.getByRole('button', { name: say.again })).toBeDisabled()
  page.once('dialog', dialog => void dialog.accept())
  await card.getByRole('button', { name: say.remove, exact: true }).click()
  await expect(card).toHaveCount(0)
})
