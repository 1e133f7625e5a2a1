import { type APIRequestContext, type Browser, expect, type Page, test } from '@playwright/test'
import { expectAccessible, expectAccessibleDayAndNight } from './support/accessible.ts'
import { visit, WORDS } from './support/buying.ts'
import { newCustomer, signInAs } from './support/desk.ts'
import { sentTo } from './support/mailbox.ts'
import { smallShow } from './support/small-show.ts'

const SAYS = {
  en: {
    invite: 'Join the waiting list', places: 'How many places', least: 'Or fewer, if need be', price: /^Most that one place may cost/, join: 'Join the list', wish: '3 places, or down to 2 · side by side · anywhere · at most ¥200 each', first: 'You are first in line', held: 'Tickets are held for you', mail: /came back: they are held for you/, pay: 'Pay and have them',
    decline: 'No thanks, give them to the next', yes: 'Yes', left: 'You have left this list.', takeBack: /^Take back the offer/, reason: /^Why\?/, confirm: 'Take back', back: 'taken back', told: 'The organiser took the offer back'
  },
  zh: {
    invite: '加入候补', places: '需要几个位子', least: '也可以少一些', price: /^每位最高价/, join: '加入名单', wish: '3 个位子，最少 2 个 · 座位相邻 · 任何区域 · 每位不超过 ¥200', first: '您排在第一位', held: '已为您保留座位', mail: /有票退回，已为您保留/, pay: '立即支付',
    decline: '不需要了，转给下一位', yes: '确定', left: '您已退出此名单。', takeBack: /^收回给/, reason: /^理由/, confirm: '收回', back: '已收回', told: '主办方在您支付前收回了保留'
  }
} as const

interface Sold { id: string, guestSecret: string }

/** A guest's unpaid order of so many seats side by side. */
async function order(request: APIRequestContext, sessionId: string, count: number): Promise<Sold> {
  const hold = await (await request.post(`/api/sessions/${sessionId}/holds`, { data: { bestAvailable: { count } } })).json() as { holdToken: string }
  const answer = await request.post('/api/orders/create', { data: { sessionId, holdToken: hold.holdToken, contact: { name: 'Ada Reader', email: `ada-${hold.holdToken.slice(0, 8).toLowerCase()}@example.org` } } })
  expect(answer.status(), await answer.text()).toBe(201)
  return await answer.json() as Sold
}

async function giveBack(request: APIRequestContext, { id, guestSecret }: Sold): Promise<void> {
  expect((await request.put(`/api/orders/${id}/cancel`, { data: {}, headers: { 'x-order-secret': guestSecret } })).ok()).toBe(true)
}

/** Somebody else at a browser of his own, who waits for three and looks at his place. */
async function anotherWaits(browser: Browser, at: string, sessionId: string, name: string): Promise<Page> {
  const page = await (await browser.newContext()).newPage()
  await newCustomer(page.request, name)
  const wish = { places: 3, atLeast: 3, together: true, categoryKeys: [], maxPriceMinor: null }
  const { entryId } = await (await page.request.post(`/api/sessions/${sessionId}/waiting-list`, { data: { wish } })).json() as { entryId: string }
  await visit(page, `${at}/waiting-list/${entryId}`)
  return page
}

test('a waiting list: what comes back is held for the first whom it fits, is paid in time, and goes on where it is declined or taken back', async ({ page, browser, playwright, request, isMobile }) => {
  const language = isMobile ? 'zh' : 'en'
  const [say, words] = [SAYS[language], WORDS[language]]
  const desk = await (await browser.newContext()).newPage()
  await signInAs(desk.request, 'publisher')
  const { sessionId } = await smallShow(playwright, desk.request, { en: 'The Last Row', zh: '最后一排' }, 5)
  const [three, two] = [await order(request, sessionId, 3), await order(request, sessionId, 2)]
  const email = await newCustomer(page.request, 'Ann Lantern', language)

  await test.step('somebody joins: three together, or two, up to a price', async () => {
    await expect(async () => {
      await visit(page, `${words.at}/sessions/${sessionId}`)
      await page.getByRole('link', { name: say.invite }).click({ timeout: 2_000 })
    }).toPass()
    await page.getByLabel(say.places).selectOption('3')
    await page.getByLabel(say.least).selectOption('2')
    await page.getByLabel(say.price).fill('200')
    await expectAccessible(page)
    await page.getByRole('button', { name: say.join }).press('Enter')
    await expect(page).toHaveURL(/\/waiting-list\/[\da-f-]{36}$/)
    await expect(page.getByText(say.first)).toBeVisible()
    await expect(page.getByText(say.wish)).toBeVisible()
    await expectAccessible(page)
  })
  const bob = await anotherWaits(browser, words.at, sessionId, 'Bob Wu')
  const cat = await anotherWaits(browser, words.at, sessionId, 'Cat Li')

  await test.step('two seats come back: the page says so by itself, a mail leads to the checkout, and they are paid', async () => {
    await giveBack(request, two)
    await expect(page.getByRole('heading', { level: 1, name: say.held })).toBeVisible()
    await expectAccessibleDayAndNight(page)
    await sentTo(request, email, say.mail)
    await page.getByRole('link', { name: say.pay }).press('Enter')
    await expect(page.getByRole('radio', { name: words.points })).toBeChecked()
    await page.getByRole('button', { name: words.pay }).click()
    await expect(page.getByRole('heading', { level: 1, name: words.paid })).toBeVisible()
  })

  await test.step('three come back: the next declines by the keyboard, and the one after him is asked', async () => {
    await giveBack(request, three)
    await expect(bob.getByRole('heading', { level: 1, name: say.held })).toBeVisible()
    await bob.getByRole('button', { name: say.decline }).press('Enter')
    await bob.getByRole('button', { name: say.yes, exact: true }).press('Enter')
    await expect(bob.getByText(say.left)).toBeVisible()
    await expect(cat.getByRole('heading', { level: 1, name: say.held })).toBeVisible()
  })

  await test.step('the publisher takes the offer back with a reason, and the person is told', async () => {
    await visit(desk, `${words.at}/publish/sessions/${sessionId}/waiting-list`)
    await expectAccessibleDayAndNight(desk)
    await desk.getByRole('button', { name: say.takeBack }).press('Enter')
    await desk.getByLabel(say.reason).fill('The row is needed for the cameras.')
    await expectAccessible(desk)
    await desk.getByRole('dialog').getByRole('button', { name: say.confirm, exact: true }).press('Enter')
    await expect(desk.getByText(say.back, { exact: true })).toBeVisible()
    await expect(cat.getByText(say.told)).toBeVisible()
    await expectAccessible(cat)
  })
})
