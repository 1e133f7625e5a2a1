import { type APIRequestContext, expect, type Page } from '@playwright/test'
import { codeSentTo } from './mailbox.ts'
import type { EventReply, SearchEventsReply, SessionSummary, StockReply } from '#shared/api/catalogue.ts'

/** The words of the pages that a purchase passes, by language. */
export const WORDS = {
  en: {
    at: '', best: 'Best seats', held: 'Seats held for',
    name: 'Name', email: 'E-mail', password: 'Password', toPayment: 'Continue to payment', points: /^Points/, sandbox: /^Test payment/, pay: /^Pay/, decline: 'Decline the payment',
    paid: 'See you there', qr: 'Show the QR codes', signIn: 'Sign in', signUp: 'New account', register: 'Create an account', code: 'Six-digit code'
  },
  zh: {
    at: '/zh', best: '推荐座位', held: '座位保留',
    name: '姓名', email: '邮箱', password: '密码', toPayment: '去支付', points: /^积分/, sandbox: /^模拟支付/, pay: /^支付/, decline: '拒绝支付',
    paid: '现场见', qr: '出示二维码', signIn: '登录', signUp: '注册新账户', register: '注册账户', code: '六位验证码'
  }
} as const

export interface OnSale { event: EventReply, session: SessionSummary }

/** A session with seats of its own in `venue` that sells now and has enough left; `skip` keeps tests out of each other's way. */
export async function somethingOnSale(request: APIRequestContext, venue: string, skip = 0): Promise<OnSale> {
  const { events } = await (await request.get('/api/events/search?limit=100')).json() as SearchEventsReply
  const found: OnSale[] = []
  for (const card of events.filter(e => e.venue.slug === venue && (e.availability === 'available' || e.availability === 'few-left'))) {
    const event = await (await request.get(`/api/events/${card.slug}`)).json() as EventReply
    const stock = await (await request.get(`/api/tickets/${event.id}/stock`)).json() as StockReply
    const open = new Set(stock.sessions.filter(s => s.availability === 'available' && s.free > 40).map(s => s.sessionId))
    found.push(...event.sessions.filter(s => open.has(s.id)).map(session => ({ event, session })))
  }
  if (!found.length) throw new Error(`nothing is on sale in ${venue}`)
  return found[skip % found.length]!
}

/** Holds the best two seats of a session (or as many as are asked for) on its seat page and goes on to checkout. */
export async function holdTwo(page: Page, language: 'en' | 'zh', sessionId: string, seats = 2): Promise<void> {
  const words = WORDS[language]
  await expect(page).toHaveURL(new RegExp(`/sessions/${sessionId}`))
  const two = page.locator('[role=group] button', { hasText: new RegExp(`^${seats}$`) }).filter({ visible: true }).first()
  // On a phone the best seats are behind a button of their own.
  const best = page.getByRole('button', { name: words.best, exact: true }).filter({ visible: true })
  await expect(two.or(best).first()).toBeVisible()
  if (await best.count()) await best.click()
  await two.click()
  await page.locator('button.zone:enabled').filter({ visible: true }).first().click()
  await page.locator(`a[href*="/checkout?session=${sessionId}"]`).filter({ visible: true }).first().click()
  await expect(page).toHaveURL(/\/checkout\?session=/)
  await expect(page.getByText(words.held)).toBeVisible()
}

/** Goes straight to checkout with two held seats. */
export async function checkoutWithTwo(page: Page, language: 'en' | 'zh', { session }: OnSale): Promise<void> {
  await visit(page, `${WORDS[language].at}/sessions/${session.id}`)
  await holdTwo(page, language, session.id)
}

/** An account of one's own with welcome points, made by the sign-up form and the code from the mailbox. */
export async function signUpInPlace(page: Page, language: 'en' | 'zh', email: string): Promise<void> {
  const words = WORDS[language]
  await page.getByLabel(words.signUp).check()
  await page.getByLabel(words.name, { exact: true }).fill('Ming Lantern')
  await page.getByLabel(words.email).fill(email)
  await page.getByLabel(words.password, { exact: true }).fill('a lantern over the river')
  await page.getByRole('button', { name: words.register }).click()
  await page.getByLabel(words.code).fill(await codeSentTo(page.request, email))
}

/** Opens a page and waits until it has come to life: a click before that is the server's page's own. */
export async function visit(page: Page, path: string): Promise<void> {
  await page.goto(path)
  await alive(page)
}

export async function alive(page: Page): Promise<void> {
  await page.waitForFunction(() => (window as unknown as { useNuxtApp?: () => { isHydrating?: boolean } }).useNuxtApp?.().isHydrating === false)
}

let counter = 0
/** An address that nobody else of this run uses. */
export const freshEmail = () => `reader-${Date.now()}-${process.pid}-${counter++}@example.org`
