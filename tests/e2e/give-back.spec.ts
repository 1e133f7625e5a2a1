import { expect, test } from '@playwright/test'
import type { SessionReply } from '#shared/api/catalogue.ts'
import { expectAccessibleDayAndNight } from './support/accessible.ts'
import { WORDS, checkoutWithTwo, freshEmail, type OnSale, somethingOnSale } from './support/buying.ts'

const SAYS = {
  en: { terms: 'Tickets may be given back:', more: 'Make it difficult', never: 'nothing at all', choose: 'Choose tickets to give back', yes: 'Give them back', partly: 'Partly refunded', refunded: 'Refunded', money: 'Money back', done: 'Sent back' },
  zh: { terms: '可退票：', more: '模拟异常情况', never: '完全不送达', choose: '选择要退的门票', yes: '确认退票', partly: '部分退款', refunded: '已退款', money: '退款', done: '已退回' }
} as const

test('a guest whose payment nobody announces has his tickets all the same, gives one back, and then the other', async ({ page, request, isMobile }) => {
  const language = isMobile ? 'zh' : 'en'
  const [words, say] = [WORDS[language], SAYS[language]]
  await checkoutWithTwo(page, language, await farAhead(request, isMobile ? 20 : 10))
  await expect(page.getByText(say.terms)).toBeVisible()
  await page.getByLabel(words.name, { exact: true }).fill('Ada Reader')
  await page.getByLabel(words.email).fill(freshEmail())
  await page.getByRole('button', { name: words.toPayment }).click()
  await page.getByRole('radio', { name: words.sandbox }).check()
  await page.getByRole('button', { name: words.pay }).click()

  await expect(page).toHaveURL(/\/pay\/sandbox\//)
  await page.getByText(say.more).click()
  await page.getByRole('radio', { name: say.never }).check()
  await expectAccessibleDayAndNight(page)
  await page.getByRole('button', { name: words.pay }).first().click()
  await expect(page.getByRole('heading', { level: 1, name: words.paid })).toBeVisible()

  await page.getByRole('button', { name: say.choose }).click()
  await page.getByRole('checkbox').first().uncheck()
  await expectAccessibleDayAndNight(page)
  await page.getByRole('button', { name: say.yes }).click()
  await expect(page.getByText(say.partly, { exact: true })).toBeVisible()
  await expect(page.getByRole('heading', { level: 1, name: words.paid })).toBeVisible()
  await expect(page.getByRole('heading', { name: say.money, exact: true })).toBeVisible()

  await page.getByRole('button', { name: say.choose }).click()
  await page.getByRole('button', { name: say.yes }).click()
  await expect(page.getByRole('heading', { level: 1, name: say.refunded })).toBeVisible()
  // What the provider was asked for goes back within seconds; the page says so when it is opened again.
  await expect(async () => {
    await page.reload()
    await expect(page.getByText(say.done).first()).toBeVisible({ timeout: 5_000 })
  }).toPass()
})

/** A session so far ahead that its tickets may be given back free of charge. */
async function farAhead(request: Parameters<typeof somethingOnSale>[0], skip: number): Promise<OnSale> {
  for (let n = skip; n < skip + 60; n++) {
    const found = await somethingOnSale(request, 'lantern-theatre', n)
    // Shows that other tests brought have no terms.
    const { refundTerms } = await (await request.get(`/api/sessions/${found.session.id}`)).json() as SessionReply
    if (refundTerms && Date.parse(found.session.startsAt) > Date.now() + 9 * 86_400_000) return found
  }
  throw new Error('nothing is sold so far ahead')
}
