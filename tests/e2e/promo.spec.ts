import { expect, test } from '@playwright/test'
import { checkoutWithTwo, freshEmail, somethingOnSale, WORDS } from './support/buying.ts'
import { expectAccessible } from './support/accessible.ts'
import { another, approveNow, handInFor } from './support/desk.ts'

const SAYS = {
  en: { wrong: 'This code does not apply', have: 'I have a promo code', label: 'Promo code', apply: 'Apply', takes: 'off.', remove: 'Remove', discount: 'Promo code' },
  zh: { wrong: '该优惠码不可用', have: '使用优惠码', label: '优惠码', apply: '使用', takes: '已减', remove: '移除', discount: '优惠' }
} as const

test('a promo code makes the order cheaper, a wrong one is told kindly, and what was promised is what is paid', async ({ page, request, playwright, isMobile }) => {
  const language = isMobile ? 'zh' : 'en'
  const say = SAYS[language]
  const words = WORDS[language]
  const code = `HALF-${language.toUpperCase()}-${Date.now()}`
  const found = await somethingOnSale(request, 'lantern-theatre', isMobile ? 13 : 12)
  const publisher = await another(playwright, 'publisher')
  const submissionId = await handInFor(publisher, found.event.id, (document) => {
    document.promoCodes = [...document.promoCodes, { key: crypto.randomUUID(), code, percentOff: 50, amountOffMinor: null, maxUses: 1, startsAt: null, endsAt: null }]
  })
  await approveNow(playwright, found.event.id, submissionId)
  await publisher.dispose()

  await checkoutWithTwo(page, language, found)
  await page.getByText(say.have, { exact: true }).click()
  await page.getByLabel(say.label, { exact: true }).fill('NO-SUCH-CODE')
  await page.getByRole('button', { name: say.apply, exact: true }).click()
  await expect(page.getByRole('complementary').getByRole('alert').filter({ hasText: say.wrong })).toBeVisible()
  await expect(page.getByLabel(say.label, { exact: true })).toHaveValue('NO-SUCH-CODE')
  await page.getByLabel(say.label, { exact: true }).fill(code.toLowerCase())
  await page.getByRole('button', { name: say.apply, exact: true }).click()
  const taken = page.getByRole('status').filter({ hasText: code })
  await expect(taken).toContainText(say.takes)
  const discount = /[\d,.]+/.exec((await taken.innerText()).replace(code, ''))![0]
  await expectAccessible(page)

  await page.getByLabel(words.name, { exact: true }).fill('Ada Reader')
  await page.getByLabel(words.email).fill(freshEmail())
  await page.getByRole('button', { name: words.toPayment }).click()
  await expect(page).toHaveURL(/\/orders\/[\w-]+$/)
  // Half of the whole price: what is left to pay equals what was taken off.
  await page.getByRole('radio', { name: words.sandbox }).check()
  await expect(page.getByRole('button', { name: words.pay })).toContainText(discount)
  await expect(page.getByRole('complementary')).toContainText(say.discount)
  await expectAccessible(page)
})
