import { expect, test } from '@playwright/test'
import type { Concern, MoneyReply } from '#shared/api/money.ts'
import type { TopUpStartedReply, WalletReply } from '#shared/api/wallet.ts'
import { expectAccessible, expectAccessibleDayAndNight } from './support/accessible.ts'
import { WORDS, checkoutWithTwo, somethingOnSale, visit } from './support/buying.ts'
import { newCustomer, signInAs } from './support/desk.ts'

/** English at a desk, Chinese on a phone. */
const SAYS = {
  en: { wallet: 'Wallet', amount: 'Amount in CNY', buy: 'Buy 500,000 points', pay: 'Pay', here: '500,000 points are in your wallet', bought: 'Bought', paidFor: 'Paid for tickets', limits: 'From ¥1 to ¥50,000.', money: 'Money', waiting: 'Payments without an end', look: (name: string) => `Ask the provider about ${name}`, isPaid: 'is paid', again: 'Look again', disputes: 'Open disputes' },
  zh: { wallet: '钱包', amount: '金额（CNY）', buy: '购买 500,000 积分', pay: '支付', here: '500,000 积分已存入您的钱包', bought: '购买积分', paidFor: '支付门票', limits: '每次 ¥1 至 ¥50,000。', money: '资金', waiting: '没有结果的付款', look: (name: string) => `向支付机构查询 ${name}`, isPaid: '已支付', again: '重新查看', disputes: '未决的拒付争议' }
} as const

test('a customer buys points on the sandbox, and pays an order with them', async ({ page, isMobile }) => {
  const language = isMobile ? 'zh' as const : 'en' as const
  const [say, words] = [SAYS[language], WORDS[language]]
  await newCustomer(page.request, 'Wen Wallet', language)
  await visit(page, `${words.at}/account/wallet`)
  await expect(page.getByRole('heading', { level: 1, name: say.wallet })).toBeVisible()
  await page.getByLabel(say.amount).fill('60000')
  await page.getByLabel(say.amount).press('Enter')
  await expect(page.getByLabel(say.amount)).toBeFocused()
  await expect(page.getByLabel(say.amount)).toHaveAttribute('aria-invalid', 'true')
  await expect(page.getByText(say.limits)).toBeVisible()
  await page.getByLabel(say.amount).fill('5000')
  await page.getByRole('radio', { name: words.sandbox }).check()
  await expectAccessibleDayAndNight(page)
  await page.getByRole('button', { name: say.buy }).click()
  await expect(page).toHaveURL(/\/pay\/sandbox\//)
  await page.getByRole('button', { name: say.pay, exact: true }).click()
  await expect(page.getByRole('status').getByText(say.here)).toBeVisible()
  await expect(page.getByRole('listitem').filter({ hasText: say.bought })).toContainText('+500,000')
  await expectAccessible(page)

  await checkoutWithTwo(page, language, await somethingOnSale(page.request, 'lantern-theatre', isMobile ? 17 : 16))
  await page.getByRole('button', { name: words.toPayment }).click()
  await page.getByRole('radio', { name: words.points }).check()
  await page.getByRole('button', { name: words.pay }).click()
  await expect(page.getByRole('heading', { level: 1, name: words.paid })).toBeVisible()
  await visit(page, `${words.at}/account/wallet`)
  const spent = page.getByRole('listitem').filter({ hasText: say.paidFor })
  await expect(spent).toContainText('−')
  await spent.getByRole('link').click()
  await expect(page.getByRole('heading', { level: 1, name: words.paid })).toBeVisible()
})

test('an admin sees a payment of which nobody was told and asks the provider, and sees a dispute', async ({ page, playwright, isMobile }) => {
  const say = SAYS[isMobile ? 'zh' : 'en']
  const name = `Lin ${Date.now()}`
  const customer = await playwright.request.newContext({ baseURL: test.info().project.use.baseURL })
  await newCustomer(customer, name)
  const started = await customer.post('/api/user/wallet/top-ups', { data: { amountMinor: 12_300, method: 'sandbox' } })
  expect(started.status(), await started.text()).toBe(201)
  const { topUpId } = await started.json() as TopUpStartedReply
  const atSandbox = async (act: object) => expect((await customer.post(`/api/payments/sandbox/${topUpId}`, { data: act })).ok()).toBe(true)
  await atSandbox({ outcome: 'pay', manner: 'never' })

  await signInAs(page.request, 'admin')
  // It stands there after an hour, which cannot pass here: that the list has it then is what the integration tests show.
  const concern: Concern = { id: topUpId, why: 'open-long', order: null, person: { id: topUpId, name }, method: 'sandbox', amount: { amountMinor: 12_300, currency: 'CNY' }, at: new Date(Date.now() - 4_000_000).toISOString(), askedAt: null, words: null, paymentId: topUpId }
  await page.route('**/api/admin/money', route => route.fulfill({ json: { parts: [{ kind: 'payment-waiting', count: 1, concerns: [concern] }] } satisfies MoneyReply }), { times: 1 })
  await visit(page, `${isMobile ? '/zh' : ''}/admin/money`)
  await expect(page.getByRole('heading', { level: 1, name: say.money })).toBeVisible()
  await expect(page.getByRole('heading', { name: say.waiting })).toBeVisible()
  await expectAccessible(page)
  await page.getByRole('button', { name: say.look(name) }).click()
  await expect(page.getByRole('status').filter({ hasText: `${name} ${say.isPaid}` })).toBeVisible()
  await expect(page.getByRole('button', { name: say.look(name) })).toHaveCount(0)
  expect((await (await customer.get('/api/user/wallet')).json() as WalletReply).entries.map(one => one.points)).toContain(12_300)

  await atSandbox({ outcome: 'dispute', manner: 'once' })
  await page.getByRole('button', { name: say.again }).click()
  await expect(page.getByRole('region', { name: say.disputes }).getByRole('link', { name })).toBeVisible()
  await expectAccessibleDayAndNight(page)
  await atSandbox({ outcome: 'win-dispute' })
  await page.getByRole('button', { name: say.again }).click()
  await expect(page.getByRole('link', { name })).toHaveCount(0)
  await customer.dispose()
})
