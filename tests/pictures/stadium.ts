import { mkdirSync } from 'node:fs'
import { type Page, devices } from '@playwright/test'
import sharp from 'sharp'
import { type Hall, openHall, placeOnMap, visit } from '#tests/e2e/support/hall.ts'
import { settled } from './settled.ts'
import type { PictureStage } from './stage.ts'

const SCREENS = {
  desktop: { viewport: { width: 1440, height: 900 } },
  phone: { ...devices['Pixel 7'], viewport: { width: 390, height: 844 } }
}
/** Turns of the wheel from the whole hall on; a phone begins further away. */
const ZOOMS = { desktop: { hall: 0, rows: 6, seats: 10 }, phone: { hall: 0, rows: 13, seats: 19 } }

/** The stadium of 60,748 seats at three zooms, by day and by night, on a desk and in a hand. */
export async function pictureStadium({ browser, url }: PictureStage, folder: string): Promise<string[]> {
  mkdirSync(folder, { recursive: true })
  const taken: string[] = []
  for (const screen of ['desktop', 'phone'] as const) {
    const options = SCREENS[screen]
    for (const colorScheme of ['light', 'dark'] as const) {
      const context = await browser.newContext({ ...options, baseURL: url, colorScheme, locale: 'en-GB', timezoneId: 'Asia/Shanghai' })
      const page = await context.newPage()
      const hall = await openHall(context.request, 'jinlan-stadium', { isMobile: false })
      await visit(page, hall, colorScheme === 'dark' ? '/zh' : '')
      for (const [zoom, turns] of Object.entries(ZOOMS[screen])) {
        await zoomTo(page, hall, turns)
        const file = `${folder}/${zoom}-${screen}-${colorScheme}.webp`
        await sharp(await page.screenshot()).resize({ width: Math.min(1440, options.viewport.width * 2) }).webp({ quality: 75 }).toFile(file)
        taken.push(file)
      }
      await context.close()
    }
  }
  return taken
}

/** From the whole hall anew, at a seat of the lower ring that is free. */
async function zoomTo(page: Page, hall: Hall, turns: number): Promise<void> {
  await page.reload()
  await page.getByRole('application').waitFor()
  await page.waitForLoadState('networkidle').catch(() => {})
  const at = await placeOnMap(page, hall, hall.freeSeats[Math.floor(hall.freeSeats.length / 5)]!)
  await page.mouse.move(at.x, at.y)
  for (let turn = 0; turn < turns; turn++) await page.mouse.wheel(0, -160)
  await page.mouse.move(2, 2)
  await settled(page)
}
