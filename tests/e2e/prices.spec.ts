import { expect, type Page, test } from '@playwright/test'
import { DEMO_PASSWORD } from '#drizzle/demo/accounts.ts'
import type { EventReply } from '#shared/api/catalogue.ts'
import { expectAccessible } from './support/accessible.ts'
import { visit, WORDS as BUYING } from './support/buying.ts'

/** The event of the demo whose prices move. */
const EVENT = 'neon-rain'
const WORDS = {
  en: { at: '', rose: /^Floor rose to ¥310 on .+: 80% sold\.$/, title: 'How the price moved', set: 'Set the price now', save: 'Set price', pause: 'Hold the rules off', resume: 'Let the rules run', byHand: 'set by the organiser', rules: /^Price rules/, fewer: 'Add a share', words: 'In words' },
  zh: { at: '/zh', rose: /^一层站区已于.+涨至 ¥310：已售出 80%。$/, title: '票价变化', set: '立即设定票价', save: '设定票价', pause: '暂停规则', resume: '恢复规则', byHand: '主办方调整', rules: /^调价规则/, fewer: '添加比例', words: '规则说明' }
} as const

async function signIn(page: Page, language: 'en' | 'zh'): Promise<void> {
  await visit(page, `${WORDS[language].at}/login?back=${encodeURIComponent(`${WORDS[language].at}/publish`)}`)
  await page.getByLabel(BUYING[language].email).fill('publisher@foyer.demo')
  await page.getByLabel(BUYING[language].password, { exact: true }).fill(DEMO_PASSWORD)
  await page.locator('main form').first().getByRole('button', { name: BUYING[language].signIn, exact: true }).click()
  await expect(page).toHaveURL(url => url.pathname === `${WORDS[language].at}/publish`, { timeout: 30_000 })
}

const sessionsOf = async (page: Page) => (await (await page.request.get(`/api/events/${EVENT}`)).json() as EventReply).sessions

test.describe('prices that move', () => {
  for (const language of ['en', 'zh'] as const) {
    const words = WORDS[language]

    test(`a visitor reads why the price rose, by keyboard (${language})`, async ({ page }) => {
      await visit(page, `${words.at}/events/${EVENT}`)
      const why = page.getByRole('button', { name: words.rose })
      await why.focus()
      await page.keyboard.press('Enter')
      const dialog = page.getByRole('dialog', { name: words.title })
      await expect(dialog.getByRole('table').first().locator('tbody tr')).toHaveCount(3)
      await expectAccessible(page)
      await page.keyboard.press('Escape')
      await expect(dialog).toHaveCount(0)
      await expect(why).toBeFocused()
    })
  }

  test('a publisher sets a price within its bounds, and visitors see it with the reason', async ({ page, isMobile }) => {
    const language = isMobile ? 'zh' : 'en'
    const words = WORDS[language]
    await signIn(page, language)
    const session = (await sessionsOf(page))[1]!
    await visit(page, `${words.at}/publish/sessions/${session.id}/prices`)
    const floor = page.getByRole('region', { name: isMobile ? '一层站区' : 'Floor' })
    const price = floor.getByLabel(words.set)
    await price.fill('1000')
    await expect(floor.getByRole('button', { name: words.save })).toBeDisabled()
    await price.fill(isMobile ? '290' : '280')
    await floor.getByRole('button', { name: words.save }).click()
    await expect(floor.getByRole('row').nth(1)).toContainText(words.byHand)
    await floor.getByRole('button', { name: words.pause }).click()
    await floor.getByRole('button', { name: words.resume }).click()
    await expect(floor.getByRole('button', { name: words.pause })).toBeVisible()
    await expectAccessible(page)
    await expect(async () => {
      await visit(page, `${words.at}/events/${EVENT}`)
      await expect(page.locator('#sessions')).toContainText(words.byHand, { timeout: 1_000 })
      await expect(page.locator('#sessions')).toContainText(isMobile ? '¥290' : '¥280', { timeout: 1_000 })
    }).toPass({ timeout: 15_000 })
  })

  test('a publisher reads what rules say while writing them', async ({ page, isMobile }) => {
    const language = isMobile ? 'zh' : 'en'
    const words = WORDS[language]
    await signIn(page, language)
    const { id } = await (await page.request.get(`/api/events/${EVENT}`)).json() as EventReply
    await visit(page, `${words.at}/publish/events/${id}?section=prices`)
    const rules = page.locator('details', { has: page.getByText(words.rules) }).first()
    await rules.locator('summary').first().click()
    await rules.getByRole('button', { name: words.fewer }).click()
    const sentences = rules.getByText(words.words).locator('xpath=..').getByRole('listitem')
    await expect(sentences.filter({ hasText: /90 ?%/ })).toHaveCount(1)
    await expect(rules.getByRole('img')).toBeVisible()
    await expectAccessible(page)
  })
})
