import type { Page } from '@playwright/test'

/** Waits until two pictures of the page are alike: nothing moves any more. */
export async function settled(page: Page): Promise<void> {
  let last = ''
  for (let tries = 0; tries < 40; tries++) {
    const now = (await page.screenshot()).toString('base64')
    if (now === last) return
    last = now
  }
}
