import type { BrowserContext } from '@playwright/test'
import lighthouse from 'lighthouse'
import { round } from './measure.ts'
import { median } from './rank-test.ts'

/** What Lighthouse says of a page: scores of 0 to 100; LCP and TBT in ms; CLS without a unit. */
export interface PageQuality {
  performance: number
  accessibility: number
  bestPractices: number
  seo: number
  lcpMs: number
  cls: number
  tbtMs: number
  /** What kept a score below 100, by name, each once over all runs. */
  faults: string[]
}

const CATEGORIES = { performance: 'performance', accessibility: 'accessibility', 'best-practices': 'bestPractices', seo: 'seo' } as const

/**
 * Looks at a page as Lighthouse's phone does (slow 4G and a processor four times as slow, both simulated), so many times, and takes the
 * median of each figure. Only its command line would report errors to its makers; this way nothing is sent.
 * @param port where the browser listens to its developer tools
 */
export async function pageQuality(url: string, { port, runs }: { port: number, runs: number }): Promise<PageQuality> {
  const seen: Omit<PageQuality, 'faults'>[] = []
  const faults = new Set<string>()
  for (let run = 0; run < runs; run++) {
    const result = await lighthouse(url, { port, output: 'json', logLevel: 'error', onlyCategories: Object.keys(CATEGORIES), disableFullPageScreenshot: true })
    if (!result || result.lhr.runtimeError) throw new Error(`Lighthouse could not look at ${url}: ${result?.lhr.runtimeError?.message ?? 'no result'}`)
    const { categories, audits } = result.lhr
    const score = (name: keyof typeof CATEGORIES) => Math.round((categories[name]!.score ?? 0) * 100)
    const figure = (name: string) => audits[name]!.numericValue!
    seen.push({ performance: score('performance'), accessibility: score('accessibility'), bestPractices: score('best-practices'), seo: score('seo'), lcpMs: figure('largest-contentful-paint'), cls: figure('cumulative-layout-shift'), tbtMs: figure('total-blocking-time') })
    // Performance is a curve: its parts are the figures beside it.
    for (const name of ['accessibility', 'best-practices', 'seo'] as const) {
      for (const { id, weight } of categories[name]!.auditRefs) if (weight > 0 && audits[id]!.score !== null && audits[id]!.score < 1) faults.add(id)
    }
  }
  const middle = (name: keyof typeof seen[0]) => median(seen.map(quality => quality[name]))
  return {
    performance: middle('performance'), accessibility: middle('accessibility'), bestPractices: middle('bestPractices'), seo: middle('seo'),
    lcpMs: round(middle('lcpMs')), cls: Math.round(middle('cls') * 1000) / 1000, tbtMs: round(middle('tbtMs')), faults: [...faults]
  }
}

/** Gives every page of the browser, those of Lighthouse too, what one tab has noted in its session: the hold of its seats. */
export async function shareSession(context: BrowserContext, notes: Record<string, string>): Promise<void> {
  await context.addInitScript((kept) => {
    for (const [name, value] of Object.entries(kept)) sessionStorage.setItem(name, value)
  }, notes)
}
