import { chromium, type Page } from '@playwright/test'
import { findChromium } from '#server/commands/lib/chromium.ts'
import { round } from './measure.ts'

/** What the page notes of itself, beginning before its first script. */
interface Notes { shownAt: number, frames: number[], work: number[], events: number[] }
type Noting = typeof globalThis & { notes: Notes }

/**
 * Opens a seat map in a real browser, moves about in it as a hand does, and takes a seat. The browser has no graphics card here:
 * all is drawn by the processor, which other work shares.
 * @returns what it took, in words and numbers for the report
 */
export async function lookAtMap(url: string): Promise<Record<string, string | number>> {
  const executablePath = await findChromium()
  const browser = await chromium.launch({ ...(executablePath && { executablePath }), args: ['--no-sandbox', '--disable-gpu', '--enable-precise-memory-info'] })
  try {
    const page = await browser.newPage({ viewport: { width: 1440, height: 900 } })
    await page.addInitScript(takeNotes)
    // Once to warm the server's own caches, then with an empty browser.
    await page.goto(url)
    await shown(page)
    await page.goto('about:blank')
    await page.goto(url)
    const interactiveMs = await shown(page)
    const box = (await page.getByRole('application').boundingBox())!
    const middle = { x: box.x + box.width / 2, y: box.y + box.height * 0.28 }
    const panFar = await framesOf(page, () => drag(page, middle, 60))
    const zoom = await framesOf(page, async () => {
      await page.mouse.move(middle.x, middle.y)
      for (let step = 0; step < 24; step++) await page.mouse.wheel(0, -90)
    })
    const panNear = await framesOf(page, () => drag(page, middle, 60))
    const clickMs = await takeSeat(page, middle)
    const heap = await page.evaluate(() => (performance as unknown as { memory: { usedJSHeapSize: number } }).memory.usedJSHeapSize)
    return {
      'browser: seats shown after, ms': round(interactiveMs),
      'browser: pan over the whole hall': asWords(panFar),
      'browser: zoom from the whole hall to the seats': asWords(zoom),
      'browser: pan over seats': asWords(panNear),
      'browser: click to screen at worst, ms': clickMs,
      'browser: heap, MB': round(heap / 1e6)
    }
  } finally {
    await browser.close()
  }
}

/** Runs in the page. */
function takeNotes(): void {
  const notes: Notes = { shownAt: 0, frames: [], work: [], events: [] }
  Object.assign(globalThis, { notes })
  const ask = globalThis.requestAnimationFrame.bind(globalThis)
  let last = 0
  const beat = (time: number) => {
    if (last > 0) notes.frames.push(time - last)
    last = time
    ask(beat)
  }
  ask(beat)
  globalThis.requestAnimationFrame = callback => ask((time) => {
    const from = performance.now()
    callback(time)
    notes.work.push(performance.now() - from)
  })
  new PerformanceObserver((list) => {
    if (notes.shownAt > 0 || !list.getEntries().some(entry => entry.name.endsWith('/status'))) return
    // The status is painted in the frame after it came.
    setTimeout(() => ask(() => ask(() => { notes.shownAt = performance.now() })))
  }).observe({ type: 'resource', buffered: true })
  new PerformanceObserver(list => notes.events.push(...list.getEntries().filter(entry => /^(?:pointer|click)/.test(entry.name)).map(entry => entry.duration)))
    .observe({ type: 'event', durationThreshold: 16, buffered: true } as PerformanceObserverInit)
}

async function shown(page: Page): Promise<number> {
  await page.waitForFunction(() => (globalThis as Noting).notes.shownAt > 0)
  return page.evaluate(() => (globalThis as Noting).notes.shownAt)
}

interface Frames { medianMs: number, p95Ms: number, medianWorkMs: number, maxWorkMs: number }

/** The frames, and what the page's own scripts took in them, while `act` goes on. */
async function framesOf(page: Page, act: () => Promise<void>): Promise<Frames> {
  await page.evaluate(() => Object.assign((globalThis as Noting).notes, { frames: [], work: [] }))
  await act()
  const { frames, work } = await page.evaluate(() => (globalThis as Noting).notes)
  const at = (list: number[], share: number) => round(list.toSorted((a, b) => a - b)[Math.min(list.length - 1, Math.floor(list.length * share))] ?? 0)
  return { medianMs: at(frames, 0.5), p95Ms: at(frames, 0.95), medianWorkMs: at(work, 0.5), maxWorkMs: at(work, 1) }
}

async function drag(page: Page, from: { x: number, y: number }, steps: number): Promise<void> {
  await page.mouse.move(from.x, from.y)
  await page.mouse.down()
  for (let step = 1; step <= steps; step++) await page.mouse.move(from.x - step * 5, from.y + Math.sin(step / 9) * 120)
  await page.mouse.up()
}

/** Clicks on seats until one is held; @returns the longest that an event of it took until the next picture, ms (16 and less count as 16) */
async function takeSeat(page: Page, near: { x: number, y: number }): Promise<number> {
  await page.evaluate(() => Object.assign((globalThis as Noting).notes, { events: [] }))
  const isHeld = () => page.locator('a[href*="/checkout?session="]').isVisible()
  for (let step = 0; step < 20 && !await isHeld(); step++) {
    await page.mouse.click(near.x + step * 7, near.y + step * 3)
    await page.waitForLoadState('networkidle', { timeout: 1_000 }).catch(() => undefined)
  }
  return Math.max(16, ...await page.evaluate(() => (globalThis as Noting).notes.events))
}

const asWords = ({ medianMs, p95Ms, medianWorkMs, maxWorkMs }: Frames) => `frame ${medianMs} ms (p95 ${p95Ms}); our part of it ${medianWorkMs} ms (max ${maxWorkMs})`
