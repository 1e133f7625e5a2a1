import { mkdirSync } from 'node:fs'
import { type Page, devices } from '@playwright/test'
import sharp from 'sharp'
import type { HoldReply } from '#shared/api/holds.ts'
import { alive } from '#tests/e2e/support/buying.ts'
import { openHall } from '#tests/e2e/support/hall.ts'
import { settled } from './settled.ts'
import type { PictureStage } from './stage.ts'

const DESK = { viewport: { width: 1440, height: 900 } }
const PHONE = { ...devices['Pixel 7'], viewport: { width: 390, height: 844 } }

/** Two seats at the checkout of a desk by day, and at the choice of how to pay on a phone by night. */
export async function picturePaying({ browser, url }: PictureStage, folder: string): Promise<string[]> {
  mkdirSync(folder, { recursive: true })
  const desk = await browser.newContext({ ...DESK, baseURL: url, colorScheme: 'light', locale: 'en-GB', timezoneId: 'Asia/Shanghai' })
  const page = await desk.newPage()
  const { session } = await openHall(desk.request, 'lantern-theatre', { isMobile: false })
  await page.goto(`/sessions/${session.id}`)
  await alive(page)
  await page.getByRole('group').getByRole('button', { name: '2', exact: true }).filter({ visible: true }).first().click()
  await page.locator('button.zone:enabled').filter({ visible: true }).first().click()
  await page.locator(`a[href*="/checkout?session=${session.id}"]`).filter({ visible: true }).first().click()
  await page.getByText('Seats held for').waitFor()
  await page.getByLabel('Name', { exact: true }).fill('Ada Reader')
  await page.getByLabel('E-mail').fill('ada@example.org')
  const checkout = await taken(page, `${folder}/checkout.webp`)
  await desk.close()

  const phone = await browser.newContext({ ...PHONE, baseURL: url, colorScheme: 'dark', locale: 'zh-CN', timezoneId: 'Asia/Shanghai' })
  const hold = await (await phone.request.post(`/api/sessions/${session.id}/holds`, { data: { bestAvailable: { count: 2 } } })).json() as HoldReply
  const made = await phone.request.post('/api/orders/create', { data: { sessionId: session.id, holdToken: hold.holdToken, contact: { name: '林月', email: 'lin@example.org' }, locale: 'zh' } })
  const { id, guestSecret } = await made.json() as { id: string, guestSecret: string }
  const order = await phone.newPage()
  await order.goto(`/zh/orders/${id}?secret=${guestSecret}`)
  await alive(order)
  await order.getByRole('radio').first().waitFor()
  const waiting = await taken(order, `${folder}/order-phone-zh-dark.webp`)
  await phone.close()
  return [checkout, waiting]
}

async function taken(page: Page, file: string): Promise<string> {
  // Without the ring around what was typed last.
  await page.evaluate(() => (document.activeElement as HTMLElement | null)?.blur())
  await page.waitForLoadState('networkidle').catch(() => {})
  await settled(page)
  await sharp(await page.screenshot()).resize({ width: Math.min(1200, page.viewportSize()!.width * 2) }).webp({ quality: 80 }).toFile(file)
  return file
}
