import type { BrowserContext } from '@playwright/test'
import type { SeatingPlan } from '#shared/seating/plan.ts'
import { placeOnMap } from '#tests/e2e/support/hall.ts'
import { round } from './measure.ts'

type Noting = typeof globalThis & { interactions: Map<number, number> }

/** How much slower than this machine's the processor is made. */
const SLOWER = 4
/** Odd: at the end the seat is held. */
const CLICKS = 5

/**
 * Takes a seat of a large hall on the map, gives it back, takes it again, with the processor four times as slow; every click is waited for.
 * @returns of each interaction the time from the press to the next picture, ms: the worst of them is the page's INP
 */
export async function seatClicks(context: BrowserContext, url: string, { plan, seat }: { plan: SeatingPlan, seat: number }): Promise<number[]> {
  const page = await context.newPage()
  try {
    await page.addInitScript(noteInteractions)
    await page.goto(url)
    await page.getByRole('application').waitFor()
    await page.waitForLoadState('networkidle').catch(() => undefined)
    const at = await placeOnMap(page, { plan }, seat)
    await page.mouse.move(at.x, at.y)
    for (let turn = 0; turn < 14; turn++) await page.mouse.wheel(0, -160)
    const cdp = await context.newCDPSession(page)
    await cdp.send('Emulation.setCPUThrottlingRate', { rate: SLOWER })
    await page.evaluate(() => (globalThis as Noting).interactions.clear())
    const isHeld = page.locator('a[href*="/checkout?session="]').filter({ visible: true }).first()
    for (let click = 0; click < CLICKS; click++) {
      await page.mouse.click(at.x, at.y)
      await isHeld.waitFor({ state: click % 2 ? 'hidden' : 'visible' })
    }
    return (await page.evaluate(() => [...(globalThis as Noting).interactions.values()])).map(round)
  } finally {
    await page.close()
  }
}

/** Runs in the page. */
function noteInteractions(): void {
  const { interactions } = Object.assign(globalThis, { interactions: new Map<number, number>() })
  new PerformanceObserver((list) => {
    for (const { interactionId, duration } of list.getEntries() as (PerformanceEntry & { interactionId?: number })[]) {
      // A click is several events: the slowest of them counts.
      if (interactionId) interactions.set(interactionId, Math.max(duration, interactions.get(interactionId) ?? 0))
    }
  }).observe({ type: 'event', durationThreshold: 16, buffered: true } as PerformanceObserverInit)
}
