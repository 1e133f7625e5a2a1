import { gzipSync } from 'node:zlib'
import { expect, type Page, test } from '@playwright/test'
import { alive, somethingOnSale } from './support/buying.ts'

/** Kilobytes as a browser's network panel counts them. */
const KB = 1000
const LIMIT = 130 * KB

/** Loads `path` in a browser that has nothing yet; returns each file of a kind that it asked for with its size in bytes under gzip. */
async function filesOf(page: Page, kind: 'script' | 'font', path: string): Promise<Map<string, number>> {
  const sizes = new Map<string, number>()
  const reading: Promise<unknown>[] = []
  page.on('response', (response) => {
    if (response.request().resourceType() !== kind) return
    reading.push(response.body().then(body => sizes.set(new URL(response.url()).pathname, gzipSync(body).length)))
  })
  await page.goto(path)
  await alive(page)
  await page.waitForLoadState('networkidle')
  await Promise.all(reading)
  return sizes
}

const sum = (sizes: Map<string, number>) => [...sizes.values()].reduce((total, size) => total + size, 0)

test.describe('What a page weighs', () => {
  test.skip(({ isMobile }) => isMobile, 'the bytes are the same on every screen')

  for (const at of ['', '/zh']) {
    test(`U-03: the event page (${at || '/'}) ships at most 130 KB of JavaScript`, async ({ page, request }, info) => {
      const { event } = await somethingOnSale(request, 'jade-tide-opera-house')
      const sizes = await filesOf(page, 'script', `${at}/events/${event.slug}`)
      info.annotations.push({ type: 'JavaScript', description: `${(sum(sizes) / KB).toFixed(1)} KB in ${sizes.size} files` })
      console.log(`event page: ${(sum(sizes) / KB).toFixed(1)} KB of JavaScript in ${sizes.size} files`)
      expect([...sizes].sort((a, b) => b[1] - a[1]), 'no script was seen').not.toHaveLength(0)
      expect(sum(sizes), `bytes of ${JSON.stringify([...sizes])}`).toBeLessThanOrEqual(LIMIT)
    })
  }

  test('U-01: a page in English waits for two slim faces of letters', async ({ page }) => {
    const sizes = await filesOf(page, 'font', '/search')
    expect([...sizes.keys()].map(path => path.split('/').at(-1)!.split('.')[0]).sort()).toEqual(['bricolage-grotesque-latin', 'inter-latin'])
    expect(sum(sizes), `bytes of ${JSON.stringify([...sizes])}`).toBeLessThanOrEqual(50 * KB)
  })
})
