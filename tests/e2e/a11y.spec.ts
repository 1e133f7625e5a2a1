import { expect, test } from '@playwright/test'
import { expectAccessibleDayAndNight } from './support/accessible.ts'
import { checkoutWithTwo, freshEmail, somethingOnSale, WORDS } from './support/buying.ts'

test('every public page is accessible (U-04)', async ({ page, request, isMobile }) => {
  test.setTimeout(240_000)
  const { event } = await somethingOnSale(request, 'lantern-theatre')
  const at = WORDS[isMobile ? 'zh' : 'en'].at
  for (const path of ['/', '/search', '/search?q=zzzzqqqq', '/categories/theatre', `/events/${event.slug}`, '/login', '/register', '/orders', '/account', '/checkout', '/nothing-here']) {
    await page.goto(at + path || '/')
    await expect(page.getByRole('heading', { level: 1 })).toBeVisible()
    await expectAccessibleDayAndNight(page)
  }
})

test('every step of a purchase is accessible (U-04)', async ({ page, request, isMobile }) => {
  test.setTimeout(240_000)
  const language = isMobile ? 'zh' : 'en'
  const words = WORDS[language]
  await checkoutWithTwo(page, language, await somethingOnSale(request, 'jade-tide-opera-house', isMobile ? 1 : 0))
  await expectAccessibleDayAndNight(page)
  await page.getByLabel(words.name, { exact: true }).fill('Ada Reader')
  await page.getByLabel(words.email).fill(freshEmail())
  await page.getByRole('button', { name: words.toPayment }).click()
  await expect(page.getByRole('radio', { name: words.sandbox })).toBeVisible()
  await expectAccessibleDayAndNight(page)
  await page.getByRole('radio', { name: words.sandbox }).check()
  await page.getByRole('button', { name: words.pay }).click()
  await expect(page.getByRole('button', { name: words.decline })).toBeVisible()
  await expectAccessibleDayAndNight(page)
  await page.getByRole('button', { name: words.pay }).first().click()
  await expect(page.getByRole('heading', { level: 1, name: words.paid })).toBeVisible()
  await expectAccessibleDayAndNight(page)
  await page.getByRole('link', { name: words.qr }).click()
  await expect(page.locator('.qr').first()).toBeVisible()
  await expectAccessibleDayAndNight(page)
})

test('the first Tab leads past the header to the content', async ({ page, isMobile }) => {
  test.skip(isMobile, 'there is no Tab key on a phone')
  await page.goto('/')
  await page.keyboard.press('Tab')
  await expect(page.getByRole('link', { name: 'Skip to content' })).toBeFocused()
  await page.keyboard.press('Enter')
  await expect(page.locator('#main')).toBeFocused()
})
