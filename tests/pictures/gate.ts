import { mkdirSync } from 'node:fs'
import { dirname } from 'node:path'
import type { APIRequestContext, Page } from '@playwright/test'
import sharp from 'sharp'
import type { DeviceLinkReply, GateDeskReply } from '#shared/api/gate.ts'
import type { HoldReply } from '#shared/api/holds.ts'
import type { PayReply } from '#shared/api/orders.ts'
import { signInAs } from '#tests/e2e/support/desk.ts'
import { openHall } from '#tests/e2e/support/hall.ts'
import { settled } from './settled.ts'
import type { PictureStage } from './stage.ts'

const PHONE = { viewport: { width: 390, height: 844 }, deviceScaleFactor: 1 }
const GAP = 16

/** What a gate says, side by side: come in; already inside; forged; and come in without a network, in Chinese. Codes are typed: there is no camera here. */
export async function pictureVerdicts({ browser, url }: PictureStage, file: string): Promise<string[]> {
  mkdirSync(dirname(file), { recursive: true })
  const context = await browser.newContext({ ...PHONE, baseURL: url, locale: 'en-GB', timezoneId: 'Asia/Shanghai' })
  const desk = (await browser.newContext({ baseURL: url })).request
  await signInAs(desk, 'publisher')
  const { session } = await openHall(context.request, 'lantern-theatre', { isMobile: false })
  const link = await openGate(desk, session.id)
  const [pair, single] = [await codesOf(context.request, session.id, 4), await codesOf(context.request, session.id, 1)]
  const forged = single[0]!.slice(0, 80) + (single[0]![80] === 'A' ? 'B' : 'A') + single[0]!.slice(81)

  const page = await context.newPage()
  await page.goto(link)
  await page.getByText('North door', { exact: true }).waitFor()
  const english = { find: 'Find', words: 'Name, seat or order number', next: 'Next' }
  const shots = [await verdict(page, english, pair[0]!, 'admitted'), await verdict(page, english, pair[0]!, 'already-used'), await verdict(page, english, forged, 'forged')]
  await page.getByRole('button', { name: english.next }).click()
  await page.goto('/zh/gate')
  await page.locator('header li', { hasText: '已联网' }).waitFor()
  await context.setOffline(true)
  shots.push(await verdict(page, { find: '查找', words: '姓名、座位或订单号', next: '下一位' }, pair[1]!, 'admitted'))
  await context.close()
  const { width, height } = PHONE.viewport
  await sharp({ create: { width: shots.length * (width + GAP) - GAP, height, channels: 3, background: '#ffffff' } })
    .composite(shots.map((input, index) => ({ input, left: index * (width + GAP), top: 0 }))).webp({ quality: 80 }).toFile(file)
  return [file]
}

/** A gate of the session that is open now. @returns the link for one phone */
async function openGate(desk: APIRequestContext, sessionId: string): Promise<string> {
  const gates = `/api/publishing/sessions/${sessionId}/gates`
  const rules = [{ ticketTypeIds: null, opensAt: new Date(Date.now() - 3_600_000).toISOString(), closesAt: null, allowsReentry: false }]
  const made = await (await desk.post(gates, { data: { name: 'North door', rules, allowsByHand: true } })).json() as GateDeskReply
  const { link } = await (await desk.post(`${gates}/${made.gates[0]!.id}/devices`, { data: { name: 'Phone 1' } })).json() as DeviceLinkReply
  return link
}

/** The codes of so many tickets that a guest pays on the sandbox. */
async function codesOf(guest: APIRequestContext, sessionId: string, count: number): Promise<string[]> {
  const hold = await (await guest.post(`/api/sessions/${sessionId}/holds`, { data: { bestAvailable: { count } } })).json() as HoldReply
  const made = await guest.post('/api/orders/create', { data: { sessionId, holdToken: hold.holdToken, contact: { name: 'Ada Reader', email: 'ada@example.org' } } })
  const { id, guestSecret } = await made.json() as { id: string, guestSecret: string }
  const headers = { 'x-order-secret': guestSecret }
  const { redirectUrl } = await (await guest.post(`/api/orders/pay/${id}`, { data: { method: 'sandbox' }, headers })).json() as PayReply
  await guest.post(`/api/payments/sandbox/${/[\da-f-]{36}/.exec(redirectUrl!)![0]}`, { data: { outcome: 'pay', manner: 'once' } })
  for (;;) {
    const asked = await guest.get(`/api/orders/${id}/tickets`, { headers })
    if (asked.ok()) return (await asked.json() as { tickets: { code: string }[] }).tickets.map(ticket => ticket.code)
  }
}

async function verdict(page: Page, say: { find: string, words: string, next: string }, code: string, expected: string): Promise<Buffer> {
  const field = page.getByLabel(say.words)
  const next = page.getByRole('button', { name: say.next })
  if (await next.isVisible()) await next.click()
  if (!await field.isVisible()) await page.getByRole('button', { name: say.find, exact: true }).click()
  await field.fill(code)
  await field.press('Enter')
  await page.locator(`[data-verdict="${expected}"]`).waitFor()
  await settled(page)
  return await page.screenshot()
}
