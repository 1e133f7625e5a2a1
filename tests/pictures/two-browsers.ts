import { mkdirSync } from 'node:fs'
import { dirname } from 'node:path'
import type { Page } from '@playwright/test'
import sharp from 'sharp'
import { alive } from '#tests/e2e/support/buying.ts'
import { openHall, placeOnMap } from '#tests/e2e/support/hall.ts'
import { settled } from './settled.ts'
import type { PictureStage } from './stage.ts'

const SIZE = { width: 720, height: 820 }
/** What is seen lasts so long in the recording, in ms a frame. */
const FRAME_MS = 250

/** So far apart are a seat and the third from it at this zoom, in CSS pixels. */
const THREE_SEATS = 180

/**
 * Two browsers side by side: what one takes turns grey in the other. An animated WebP, because every browser and every page of
 * documentation shows it, and nothing but our own image library is needed to make it.
 */
export async function recordTwoBrowsers({ browser, url }: PictureStage, file: string): Promise<string> {
  mkdirSync(dirname(file), { recursive: true })
  const [mine, friends] = [await open(browser, url, 'light'), await open(browser, url, 'light')]
  const hall = await openHall(mine.request, 'lantern-theatre', { isMobile: false })
  for (const page of [mine, friends]) {
    await page.goto(`/sessions/${hall.session.id}`)
    await alive(page)
    await page.getByRole('application').waitFor()
  }
  const frames: Buffer[] = []
  const film = async (count: number) => {
    for (let i = 0; i < count; i++) frames.push(await sideBySide(mine, friends))
  }
  const seat = hall.freeSeats[Math.floor(hall.freeSeats.length / 3)]!
  const at = await placeOnMap(mine, hall, seat)
  for (const page of [mine, friends]) {
    await page.mouse.move(at.x, at.y)
    for (let turn = 0; turn < 9; turn++) await page.mouse.wheel(0, -160)
    await page.mouse.move(2, 2)
    await settled(page)
  }
  await film(6)
  await mine.mouse.click(at.x, at.y)
  await film(8)
  await friends.mouse.click(at.x + THREE_SEATS, at.y)
  await film(8)
  for (const page of [mine, friends]) await page.mouse.move(2, 2)
  await film(4)
  await mine.context().close()
  await friends.context().close()
  await sharp(frames, { join: { animated: true } }).webp({ quality: 70, delay: frames.map(() => FRAME_MS), loop: 0 }).toFile(file)
  return file
}

async function open(browser: PictureStage['browser'], baseURL: string, colorScheme: 'light' | 'dark'): Promise<Page> {
  const context = await browser.newContext({ viewport: SIZE, baseURL, colorScheme, locale: 'en-GB', timezoneId: 'Asia/Shanghai' })
  return await context.newPage()
}

async function sideBySide(left: Page, right: Page): Promise<Buffer> {
  const [one, other] = await Promise.all([left.screenshot(), right.screenshot()])
  const gap = 16
  const both = await sharp({ create: { width: SIZE.width * 2 + gap, height: SIZE.height, channels: 3, background: '#8a8f98' } })
    .composite([{ input: one, left: 0, top: 0 }, { input: other, left: SIZE.width + gap, top: 0 }]).png().toBuffer()
  // A picture is made smaller before others are laid onto it, so in a step of its own.
  return await sharp(both).resize({ width: 1100 }).png().toBuffer()
}
