import { expect, type Page, test } from '@playwright/test'
import { expectAccessibleDayAndNight } from './support/accessible.ts'
import { checkoutWithTwo, freshEmail, somethingOnSale, WORDS } from './support/buying.ts'

const languageOf = (isMobile: boolean) => isMobile ? 'zh' as const : 'en' as const
const NAMES = { en: { stripe: /^Card/, alipay: /^Alipay/, scan: /^Pay .* with Alipay/, link: 'Open this payment in Alipay', other: 'Pay in another way' }, zh: { stripe: /^银行卡/, alipay: /^支付宝/, scan: /^用支付宝支付/, link: '在支付宝中打开此笔付款', other: '换一种支付方式' } }

/** A guest with two seats before the ways to pay. */
async function beforePaying(page: Page, language: 'en' | 'zh', skip: number): Promise<void> {
  const words = WORDS[language]
  await checkoutWithTwo(page, language, await somethingOnSale(page.request, 'lantern-theatre', skip))
  await page.getByLabel(words.name, { exact: true }).fill('Ada Reader')
  await page.getByLabel(words.email).fill(freshEmail())
  await page.getByRole('button', { name: words.toPayment }).click()
  await expect(page).toHaveURL(/\/orders\/[\w-]+$/)
}

test('a card is declined on Stripe\'s page, another one pays, and the tickets are there', async ({ page, isMobile }) => {
  const language = languageOf(isMobile)
  const words = WORDS[language]
  await beforePaying(page, language, isMobile ? 11 : 10)
  await page.getByRole('radio', { name: NAMES[language].stripe }).check()
  await page.getByRole('button', { name: words.pay }).click()
  await expect(page).toHaveTitle('Stripe Checkout')
  await expect(page.locator('html')).toHaveAttribute('lang', language)
  await page.getByRole('button', { name: 'Use a card that is declined' }).click()
  await page.getByRole('button', { name: 'Pay', exact: true }).click()
  await expect(page.getByRole('heading', { level: 1, name: words.paid })).toBeVisible()
  await expect(page.getByRole('link', { name: words.qr })).toBeVisible()
})

test('whoever comes back from Stripe without paying has the seats still, and can choose again', async ({ page, isMobile }) => {
  const language = languageOf(isMobile)
  await beforePaying(page, language, isMobile ? 13 : 12)
  await page.getByRole('radio', { name: NAMES[language].stripe }).check()
  await page.getByRole('button', { name: WORDS[language].pay }).click()
  await page.getByRole('link', { name: 'Back' }).click()
  await expectAccessibleDayAndNight(page)
  await expect(page.getByRole('timer')).toBeVisible()
  await expect(page.getByRole('radio', { name: NAMES[language].alipay })).toBeVisible()
})

test('Alipay pays by its app on a phone', async ({ page, isMobile }) => {
  test.skip(!isMobile, 'at a desk there is a code')
  await beforePaying(page, 'zh', 15)
  await page.getByRole('radio', { name: NAMES.zh.alipay }).check()
  await page.getByRole('button', { name: WORDS.zh.pay }).click()
  await expect(page).toHaveTitle('支付宝')
  await page.getByRole('button', { name: '确认付款' }).click()
  await expect(page.getByRole('heading', { level: 1, name: WORDS.zh.paid })).toBeVisible()
})

test('Alipay pays by a code that a phone scans, while the page at the desk waits', async ({ page, context, isMobile }) => {
  test.skip(isMobile, 'a phone does not scan itself')
  await beforePaying(page, 'en', 14)
  const pay = async () => {
    await page.getByRole('radio', { name: NAMES.en.alipay }).check()
    await page.getByRole('button', { name: WORDS.en.pay }).click()
    await expect(page.getByRole('heading', { name: NAMES.en.scan })).toBeFocused()
  }
  await pay()
  expect((await page.locator('.qr svg').boundingBox())!.width).toBeGreaterThan(200)
  await expectAccessibleDayAndNight(page)
  expect(await page.locator('.qr').evaluate(el => getComputedStyle(el).backgroundColor)).toBe('rgb(255, 255, 255)')
  // Another way and back: the same code.
  const link = await page.getByRole('link', { name: NAMES.en.link }).getAttribute('href')
  await page.getByRole('button', { name: NAMES.en.other }).click()
  await pay()
  expect(await page.getByRole('link', { name: NAMES.en.link }).getAttribute('href')).toBe(link)

  const phone = await context.newPage()
  await phone.goto(link!)
  await phone.getByRole('button', { name: '确认付款' }).click()
  await expect(phone.getByRole('heading', { name: '付款成功' })).toBeVisible()
  await page.bringToFront()
  await expect(page.getByRole('heading', { level: 1, name: WORDS.en.paid })).toBeVisible()
})
