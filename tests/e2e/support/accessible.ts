import AxeBuilder from '@axe-core/playwright'
import { expect, type Page } from '@playwright/test'

const TAGS = ['wcag2a', 'wcag2aa', 'wcag21aa', 'wcag22aa', 'best-practice']

/** axe finds nothing serious on the page as it is, and nothing sticks out of a window so many pixels wide (WCAG 2.2 AA, reflow). */
export async function expectAccessible(page: Page, { width = 390 } = {}): Promise<void> {
  await settled(page)
  // What lies half under the header that stays at the top would be taken for small.
  await page.evaluate(() => window.scrollTo(0, 0))
  expect(await faultsOf(page, new AxeBuilder({ page }).withTags(TAGS).exclude('iframe'))).toEqual([])
  const size = page.viewportSize()!
  await page.setViewportSize({ width, height: 640 })
  await expect.poll(() => page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(width)
  await page.setViewportSize(size)
}

/** The same at 320 pixels, and by night too: the theme changes colours, so those are what is looked at again. */
export async function expectAccessibleDayAndNight(page: Page): Promise<void> {
  await expectAccessible(page, { width: 320 })
  await page.emulateMedia({ colorScheme: 'dark' })
  await expect(page.locator('html')).toHaveClass(/\bdark\b/)
  expect(await faultsOf(page, new AxeBuilder({ page }).withRules(['color-contrast']).exclude('iframe'))).toEqual([])
  await page.emulateMedia({ colorScheme: 'light' })
  await expect(page.locator('html')).not.toHaveClass(/\bdark\b/)
}

/** Nothing is being fetched that is dimmed meanwhile, and nothing fades or moves any more that ends by itself. */
async function settled(page: Page): Promise<void> {
  await expect(page.locator('[aria-busy=true]')).toHaveCount(0)
  await expect.poll(() => page.evaluate(() => document.getAnimations().filter(one => one.playState === 'running' && one.effect?.getComputedTiming().endTime !== Infinity)
    .map(one => `${(one as CSSAnimation).animationName ?? (one as CSSTransition).transitionProperty} of ${(one.effect as KeyframeEffect).target?.outerHTML.slice(0, 200)}`))).toEqual([])
}

async function faultsOf(page: Page, axe: AxeBuilder): Promise<string[]> {
  const { violations } = await axe.analyze()
  return violations.filter(v => v.impact === 'serious' || v.impact === 'critical').map(v => `${page.url()} ${v.id}: ${v.nodes.map(n => n.target.join(' ')).join(' | ')}`)
}
