import { expect, type Page, test } from '@playwright/test'
import { alive, checkoutWithTwo, freshEmail, holdTwo, signUpInPlace, somethingOnSale, visit, WORDS } from './support/buying.ts'

const languageOf = (isMobile: boolean) => isMobile ? 'zh' as const : 'en' as const

/** Two tickets, each with a code that a scanner can read: black on white, large, with its quiet zone, also in the dark. */
async function expectTwoTickets(page: Page): Promise<void> {
  const codes = page.locator('.qr').filter({ visible: true })
  await expect(codes).toHaveCount(2)
  await expect(codes.first().locator('svg')).toBeVisible()
  const box = (await codes.first().boundingBox())!
  expect(box.width).toBeGreaterThan(200)
  expect(await codes.first().evaluate(el => getComputedStyle(el).backgroundColor)).toBe('rgb(255, 255, 255)')
}

test('a guest finds an event, chooses two seats, pays and has two tickets with QR codes', async ({ page, request, isMobile }) => {
  const language = languageOf(isMobile)
  const words = WORDS[language]
  const { event, session } = await somethingOnSale(request, 'lantern-theatre', isMobile ? 1 : 0)
  const name = event.name[language]

  await visit(page, words.at || '/')
  await expect(page.locator('html')).toHaveAttribute('lang', language === 'zh' ? 'zh-CN' : 'en')
  await page.getByRole('search').getByRole('searchbox').fill(name)
  await page.keyboard.press('Enter')
  // The address changes before the page does, and the page before this one may name the event too.
  await expect(page).toHaveURL(/\/search\?q=/)
  await expect(page.getByRole('heading', { level: 1 })).toContainText(name)
  await page.getByRole('link', { name, exact: true }).click()
  await expect(page.getByRole('heading', { level: 1, name })).toBeVisible()
  await page.locator(`#sessions a[href$="/sessions/${session.id}"]`).click()
  await holdTwo(page, language, session.id)

  await page.getByLabel(words.name, { exact: true }).fill('Ada Reader')
  await page.getByLabel(words.email).fill(freshEmail())
  await page.getByRole('button', { name: words.toPayment }).click()
  await expect(page).toHaveURL(/\/orders\/[\w-]+$/)

  await page.getByRole('radio', { name: words.sandbox }).check()
  await page.getByRole('button', { name: words.pay }).click()
  await expect(page).toHaveURL(/\/pay\/sandbox\//)
  await page.getByRole('button', { name: words.pay, exact: false }).first().click()
  await expect(page.getByRole('heading', { level: 1, name: words.paid })).toBeVisible()
  await page.getByRole('link', { name: words.qr }).click()
  await expectTwoTickets(page)

  // The order is in this browser only: the same address shows a stranger nothing.
  const address = page.url()
  await page.reload()
  await alive(page)
  await expectTwoTickets(page)
  await page.evaluate(() => localStorage.clear())
  await visit(page, address)
  await expect(page.locator('.qr')).toHaveCount(0)
})

test('a customer signs up in checkout without losing the seats, pays with points and finds the order again', async ({ page, request, isMobile }) => {
  const language = languageOf(isMobile)
  const words = WORDS[language]
  await page.emulateMedia({ colorScheme: 'dark' })
  await checkoutWithTwo(page, language, await somethingOnSale(request, 'lantern-theatre', isMobile ? 3 : 2))
  await signUpInPlace(page, language, freshEmail())
  await page.getByRole('button', { name: words.toPayment }).click()
  await expect(page).toHaveURL(/\/orders\/[\w-]+$/)
  await expect(page.getByRole('radio', { name: words.points })).toBeChecked()
  await page.getByRole('button', { name: words.pay }).click()
  await expect(page.getByRole('heading', { level: 1, name: words.paid })).toBeVisible()
  await page.getByRole('link', { name: words.qr }).click()
  await expectTwoTickets(page)

  await visit(page, `${words.at}/orders`)
  await expect(page.getByText(/FY-/).first()).toBeVisible()
})

test('a declined payment keeps the seats and says so, and another try succeeds (U-10)', async ({ page, request, isMobile }) => {
  const language = languageOf(isMobile)
  const words = WORDS[language]
  await checkoutWithTwo(page, language, await somethingOnSale(request, 'lantern-theatre', isMobile ? 5 : 4))
  await page.getByLabel(words.name, { exact: true }).fill('Ada Reader')
  await page.getByLabel(words.email).fill(freshEmail())
  await page.getByRole('button', { name: words.toPayment }).click()
  await page.getByRole('radio', { name: words.sandbox }).check()
  await page.getByRole('button', { name: words.pay }).click()
  await page.getByRole('button', { name: words.decline }).click()
  await expect(page).toHaveURL(/payment=declined/)
  await expect(page.getByRole('status')).toContainText(language === 'zh' ? '座位仍然保留' : 'your seats are still held')
  await expect(page.getByRole('timer')).toBeVisible()

  await page.getByRole('radio', { name: words.sandbox }).check()
  await page.getByRole('button', { name: words.pay }).click()
  await expect(page).toHaveURL(/\/pay\/sandbox\//)
  await page.getByRole('button', { name: words.pay }).first().click()
  await expect(page.getByRole('heading', { level: 1, name: words.paid })).toBeVisible()
})

test('a half-done checkout survives reload, the back button and a change of language (U-09)', async ({ page, request, isMobile }) => {
  await checkoutWithTwo(page, 'en', await somethingOnSale(request, 'lantern-theatre', isMobile ? 7 : 6))
  await page.getByLabel('Name', { exact: true }).fill('Ada Reader')
  await page.getByLabel('E-mail').fill('ada@example.org')

  await page.reload()
  await alive(page)
  await expect(page.getByLabel('Name', { exact: true })).toHaveValue('Ada Reader')
  await expect(page.getByText('Seats held for')).toBeVisible()

  await page.goBack()
  await page.goForward()
  await expect(page.getByLabel('E-mail')).toHaveValue('ada@example.org')

  await page.getByRole('link', { name: /中文/ }).click()
  await expect(page).toHaveURL(/\/zh\/checkout\?session=/)
  await expect(page.getByText('座位保留', { exact: false }).first()).toBeVisible()
  await expect(page.getByLabel('姓名')).toHaveValue('Ada Reader')
})

test('the server out of reach loses nothing that was typed and says that nothing was charged (U-10)', async ({ page, request, context, isMobile }) => {
  await checkoutWithTwo(page, 'en', await somethingOnSale(request, 'lantern-theatre', isMobile ? 9 : 8))
  await page.getByLabel('Name', { exact: true }).fill('Ada Reader')
  await page.getByLabel('E-mail').fill(freshEmail())
  await context.setOffline(true)
  await page.getByRole('button', { name: 'Continue to payment' }).click()
  await expect(page.getByRole('alert').filter({ hasText: 'could not be reached' })).toContainText('nothing was charged')
  await expect(page.getByLabel('Name', { exact: true })).toHaveValue('Ada Reader')
  await context.setOffline(false)
  await page.getByRole('button', { name: 'Continue to payment' }).click()
  await expect(page).toHaveURL(/\/orders\/[\w-]+$/)
})

test('an order that is cancelled gives its seats back', async ({ page, request, isMobile }) => {
  await checkoutWithTwo(page, 'en', await somethingOnSale(request, 'lantern-theatre', isMobile ? 11 : 10))
  await page.getByLabel('Name', { exact: true }).fill('Ada Reader')
  await page.getByLabel('E-mail').fill(freshEmail())
  await page.getByRole('button', { name: 'Continue to payment' }).click()
  await page.getByRole('button', { name: 'Cancel this order' }).click()
  await page.getByRole('button', { name: 'Yes, cancel it' }).click()
  await expect(page.getByRole('heading', { level: 1, name: 'This order was cancelled' })).toBeVisible()
})
