import { type APIRequestContext, expect, type Page, test } from '@playwright/test'
import type { SessionReply } from '#shared/api/catalogue.ts'
import { expectAccessibleDayAndNight } from './support/accessible.ts'
import { WORDS, alive, checkoutWithTwo, freshEmail, type OnSale, somethingOnSale } from './support/buying.ts'

const SAYS = {
  en: {
    terms: 'Seat or date of a ticket may be changed until', choose: 'Change seat or date', go: 'Choose the new place', banner: /^You are changing/, list: 'List', review: 'Change your ticket',
    back: /^You get back/, agreeBack: /^Change, and get .* back$/, pay: /^You pay/, agreePay: /^Agree, and pay/, done: /^This ticket took the place of an old one/, pending: /^As soon as this is paid/, paidByOld: 'Paid by your old ticket',
    toOld: /^To the old order/, changed: 'Changed', money: 'Money back', cancel: 'Cancel this order', cancelYes: 'Yes, cancel it', stays: /stays as it was/
  },
  zh: {
    terms: '前可改签座位或场次', choose: '改签座位或场次', go: '选择新座位', banner: /^您正在改签/, list: '列表', review: '改签门票',
    back: /^退还差价/, agreeBack: /^确认改签并退回/, pay: /^需补差价/, agreePay: /^确认改签并支付/, done: /^此门票由原门票/, pending: /^支付完成后，原门票/, paidByOld: '原门票抵扣',
    toOld: /^查看原订单/, changed: '已改签', money: '退款', cancel: '取消订单', cancelYes: '确定取消', stays: /保持不变/
  }
} as const

for (const language of ['en', 'zh'] as const) {
  test(`somebody changes a ticket for a cheaper seat of another evening, and then for a dearer one (${language})`, async ({ page, request, isMobile }) => {
    const [words, say] = [WORDS[language], SAYS[language]]
    const found = await farAhead(request, (isMobile ? 30 : 4) + (language === 'zh' ? 13 : 0))
    await checkoutWithTwo(page, language, found)
    await expect(page.getByText(say.terms)).toBeVisible()
    await page.getByLabel(words.name, { exact: true }).fill('Ada Reader')
    await page.getByLabel(words.email).fill(freshEmail())
    await page.getByRole('button', { name: words.toPayment }).click()
    await paySandbox(page, language)
    const firstOrder = page.url().split('?')[0]!

    await page.getByRole('button', { name: say.choose }).click()
    await page.getByRole('radio').filter({ visible: true }).first().check()
    // Another evening, where the show has more than one on sale.
    await page.locator('input[name=changed-date]').last().check()
    await expectAccessibleDayAndNight(page)
    await page.getByRole('link', { name: say.go }).click()
    await chooseSeat(page, language, 'last')
    await expect(page.getByRole('heading', { level: 1, name: say.review })).toBeVisible()
    await expect(page.getByText(say.back).first()).toBeVisible()
    await expectAccessibleDayAndNight(page)
    await page.getByRole('button', { name: say.agreeBack }).click()

    await expect(page.getByRole('heading', { level: 1, name: words.paid })).toBeVisible()
    await expect(page.getByText(say.done)).toBeVisible()
    const secondOrder = page.url().split('?')[0]!
    expect(secondOrder).not.toBe(firstOrder)

    await page.getByRole('link', { name: say.toOld }).click()
    await expect(page).toHaveURL(firstOrder)
    await expect(page.getByText(say.changed).first()).toBeVisible()
    await expect(page.getByRole('heading', { name: say.money, exact: true })).toBeVisible()
    await page.locator('a[href*="/orders/"]', { hasText: /^FY-/ }).click()
    await expect(page).toHaveURL(secondOrder)

    // A dearer seat of the same evening: first given up, then paid.
    await beginDearer(page, language)
    await page.getByRole('button', { name: say.cancel }).click()
    await page.getByRole('button', { name: say.cancelYes }).click()
    await expect(page.getByText(say.stays)).toBeVisible()
    await page.getByRole('link', { name: say.toOld }).click()
    await expect(page).toHaveURL(secondOrder)
    await beginDearer(page, language)
    await expectAccessibleDayAndNight(page)
    await paySandbox(page, language)
    await expect(page.getByText(say.done)).toBeVisible()
    await page.getByRole('link', { name: words.qr }).click()
    await expect(page.locator('article svg[role=img], article [role=img]').first()).toBeVisible()
  })
}

async function beginDearer(page: Page, language: 'en' | 'zh') {
  const say = SAYS[language]
  await page.getByRole('button', { name: say.choose }).click()
  await page.getByRole('link', { name: say.go }).click()
  await chooseSeat(page, language, 'first')
  await expect(page.getByText(say.pay).first()).toBeVisible()
  await page.getByRole('button', { name: say.agreePay }).click()
  await expect(page.getByText(say.pending)).toBeVisible()
  await expect(page.getByText(say.paidByOld)).toBeVisible()
}

/** Takes a free seat of the first or the last part of the hall, by the list; a second choice takes the place of the first. */
async function chooseSeat(page: Page, language: 'en' | 'zh', which: 'first' | 'last') {
  const say = SAYS[language]
  await expect(page).toHaveURL(/\/sessions\/.*change=/)
  await alive(page)
  await expect(page.getByText(say.banner)).toBeVisible()
  await page.getByRole('button', { name: say.list, exact: true }).click()
  const section = page.locator('button[aria-expanded]').filter({ has: page.locator('.figures') }).filter({ visible: true })
  await (which === 'first' ? section.first() : section.last()).click()
  const free = page.locator('button.seat[data-state=free]').filter({ visible: true })
  await free.first().click()
  await expect(page.locator('button.seat[data-state=mine]')).toHaveCount(1)
  await free.nth(3).click()
  await expect(page.locator('button.seat[data-state=mine]')).toHaveCount(1)
  await page.locator('a[href*="/checkout?"]').filter({ visible: true }).first().click()
  await expect(page).toHaveURL(/\/checkout\?.*change=/)
}

async function paySandbox(page: Page, language: 'en' | 'zh') {
  const words = WORDS[language]
  await page.getByRole('radio', { name: words.sandbox }).check()
  await page.getByRole('button', { name: words.pay }).click()
  await expect(page).toHaveURL(/\/pay\/sandbox\//)
  await page.getByRole('button', { name: words.pay }).first().click()
  await expect(page.getByRole('heading', { level: 1, name: words.paid })).toBeVisible()
}

/** A session so far ahead that its tickets may be changed. */
async function farAhead(request: APIRequestContext, skip: number): Promise<OnSale> {
  for (let n = skip; n < skip + 60; n++) {
    const found = await somethingOnSale(request, 'lantern-theatre', n)
    const { changeTerms } = await (await request.get(`/api/sessions/${found.session.id}`)).json() as SessionReply
    if (changeTerms && found.event.sessions.length > 1 && Date.parse(found.session.startsAt) > Date.now() + 9 * 86_400_000) return found
  }
  throw new Error('nothing is sold so far ahead')
}
