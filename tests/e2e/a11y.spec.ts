import AxeBuilder from '@axe-core/playwright'
import { expect, type Page, test } from '@playwright/test'
import { checkoutWithTwo, freshEmail, somethingOnSale, WORDS } from './support/buying.ts'

/** axe finds nothing serious on the page as it is, and nothing sticks out of a window 320 pixels wide (WCAG 2.2 AA, reflow). */
async function expectAccessible(page: Page): Promise<void> {
  const { violations } = await new AxeBuilder({ page }).withTags(['wcag2a', 'wcag2aa', 'wcag21aa', 'wcag22aa', 'best-practice']).analyze()
  const serious = violations.filter(v => v.impact === 'serious' || v.impact === 'critical')
  expect(serious.map(v => `${page.url()} ${v.id}: ${v.nodes.map(n => n.target.join(' ')).join(' | ')}`)).toEqual([])
  const size = page.viewportSize()!
  await page.setViewportSize({ width: 320, height: 640 })
  await expect.poll(() => page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(320)
  await page.setViewportSize(size)
}

for (const colorScheme of ['light', 'dark'] as const) {
  test(`every public page is accessible (${colorScheme}) (U-04)`, async ({ page, request, isMobile }) => {
    test.setTimeout(120_000)
    const { event } = await somethingOnSale(request, 'lantern-theatre')
    const at = WORDS[isMobile ? 'zh' : 'en'].at
    await page.emulateMedia({ colorScheme })
    for (const path of ['/', '/search', '/search?q=zzzzqqqq', '/categories/theatre', `/events/${event.slug}`, '/login', '/register', '/orders', '/account', '/checkout', '/nothing-here']) {
      await page.goto(at + path || '/')
      await expect(page.getByRole('heading', { level: 1 })).toBeVisible()
      await expectAccessible(page)
    }
  })

  test(`every step of a purchase is accessible (${colorScheme}) (U-04)`, async ({ page, request, isMobile }) => {
    test.setTimeout(120_000)
    const language = isMobile ? 'zh' : 'en'
    const words = WORDS[language]
    await page.emulateMedia({ colorScheme })
    await checkoutWithTwo(page, language, await somethingOnSale(request, 'jade-tide-opera-house', (isMobile ? 2 : 0) + (colorScheme === 'dark' ? 1 : 0)))
    await expectAccessible(page)
    await page.getByLabel(words.name, { exact: true }).fill('Ada Reader')
    await page.getByLabel(words.email).fill(freshEmail())
    await page.getByRole('button', { name: words.toPayment }).click()
    await expect(page.getByRole('radio', { name: words.sandbox })).toBeVisible()
    await expectAccessible(page)
    await page.getByRole('radio', { name: words.sandbox }).check()
    await page.getByRole('button', { name: words.pay }).click()
    await expect(page.getByRole('button', { name: words.decline })).toBeVisible()
    await expectAccessible(page)
    await page.getByRole('button', { name: words.pay }).first().click()
    await expect(page.getByRole('heading', { level: 1, name: words.paid })).toBeVisible()
    await expectAccessible(page)
    await page.getByRole('link', { name: words.qr }).click()
    await expect(page.locator('.qr').first()).toBeVisible()
    await expectAccessible(page)
  })
}

test('the first Tab leads past the header to the content', async ({ page, isMobile }) => {
  test.skip(isMobile, 'there is no Tab key on a phone')
  await page.goto('/')
  await page.keyboard.press('Tab')
  await expect(page.getByRole('link', { name: 'Skip to content' })).toBeFocused()
  await page.keyboard.press('Enter')
  await expect(page.locator('#main')).toBeFocused()
})
