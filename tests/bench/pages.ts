import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { loadavg, tmpdir } from 'node:os'
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import { type BrowserContext, chromium } from '@playwright/test'
import type { SessionReply } from '#shared/api/catalogue.ts'
import type { HoldReply } from '#shared/api/holds.ts'
import { findChromium } from '#server/commands/lib/chromium.ts'
import { prepareDatabase } from '#server/commands/lib/prepare-database.ts'
import { freePort } from '#server/commands/lib/postgres-cluster.ts'
import { connectDatabase } from '#server/gateways/database/connect.ts'
import { openHall } from '#tests/e2e/support/hall.ts'
import { startApp } from '#tests/support/app.ts'
import { startPostgres } from '#tests/support/postgres.ts'
import { givenHall } from './b4-seat-map.ts'
import { pageQuality, type PageQuality, shareSession } from './lib/page-quality.ts'
import { seatClicks } from './lib/seat-click.ts'

/**
 * `npm run bench:pages`: what people see, measured (B13): Lighthouse's phone on the pages of a purchase in both languages, and how soon
 * a click on a seat of a hall of 20,000 shows with a processor four times as slow. Runs against the built app with the demo.
 */
const { values } = parseArgs({ options: { runs: { type: 'string', default: '3' }, only: { type: 'string' }, out: { type: 'string', default: 'bench-results' } } })
const RUNS = Number(values.runs)
const QUIET = ['--no-sandbox', '--disable-gpu', '--disable-quic', '--no-first-run', '--disable-background-networking', '--disable-component-update', '--disable-sync']

const postgres = await startPostgres()
const databaseUrl = await postgres.createDatabase()
await prepareDatabase(databaseUrl, { isDemo: true, houseCurrency: 'CNY' })
const app = await startApp({ env: { DATABASE_URL: databaseUrl, FOYER_DEMO: '1' } })
const executablePath = await findChromium()
const folder = await mkdtemp(join(tmpdir(), 'foyer-pages-'))
try {
  const report = { at: new Date().toISOString(), load: loadavg()[0]!.toFixed(1), pages: await lookAtPages(), clicks: await clickOnSeats() }
  console.log(`\nload average ${report.load}, the median of ${RUNS} runs\n\n| page | performance | accessibility | best practices | SEO | LCP ms | CLS | TBT ms |\n|---|---:|---:|---:|---:|---:|---:|---:|`)
  for (const [name, { performance, accessibility, bestPractices, seo, lcpMs, cls, tbtMs }] of Object.entries(report.pages)) console.log(`| ${[name, performance, accessibility, bestPractices, seo, lcpMs, cls, tbtMs].join(' | ')} |`)
  for (const [name, { faults }] of Object.entries(report.pages)) if (faults.length) console.log(`${name}: ${faults.join(', ')}`)
  if (report.clicks.length) console.log(`a seat of 20,000: INP ${Math.max(...report.clicks)} ms (${report.clicks.join(', ')})`)
  await mkdir(values.out, { recursive: true })
  await writeFile(join(values.out, 'pages.json'), JSON.stringify(report, null, 2))
} finally {
  await app.stop()
  await postgres.stop()
  await rm(folder, { recursive: true })
}

/** Each page of a purchase, in both languages. */
async function lookAtPages(): Promise<Record<string, PageQuality>> {
  const port = await freePort()
  // A browser with a folder of its own: the tabs that Lighthouse opens belong to the same visitor as ours.
  const context = await chromium.launchPersistentContext(folder, { ...(executablePath && { executablePath }), baseURL: app.url, viewport: null, args: [...QUIET, `--remote-debugging-port=${port}`] })
  try {
    const { session } = await openHall(context.request, 'lantern-theatre', { isMobile: false })
    await holdSeats(context, session)
    const found: Record<string, PageQuality> = {}
    for (const [name, path] of Object.entries({ home: '/', search: '/search', event: `/events/${session.event.slug}`, seats: `/sessions/${session.id}`, checkout: `/checkout?session=${session.id}` })) {
      if (values.only && !values.only.split(',').includes(name)) continue
      for (const [language, at] of [['en', ''], ['zh', '/zh']] as const) {
        const quality = await pageQuality(`${app.url}${at}${path === '/' && at ? '' : path}`, { port, runs: RUNS })
        found[`${name}, ${language}`] = quality
        console.error(`${name}, ${language}: ${JSON.stringify(quality)}`)
      }
    }
    return found
  } finally {
    await context.close()
  }
}

/** Two seats in the visitor's hand, without which there is nothing to check out. */
async function holdSeats(context: BrowserContext, session: SessionReply): Promise<void> {
  const reply = await context.request.post(`/api/sessions/${session.id}/holds`, { data: { bestAvailable: { count: 2 } }, headers: { 'idempotency-key': crypto.randomUUID() } })
  if (!reply.ok()) throw new Error(`No seats were held: ${await reply.text()}`)
  const { holdToken } = await reply.json() as HoldReply
  await shareSession(context, { [`foyer-hold-${session.id}`]: holdToken })
}

/** @returns of each click the time to the next picture, ms */
async function clickOnSeats(): Promise<number[]> {
  if (values.only && !values.only.includes('clicks')) return []
  const database = connectDatabase(databaseUrl, { pool: 1 })
  const { sessionId, plan, offSaleSeats } = await givenHall(database.db, 20_000).finally(() => database.close())
  const isOff = new Set(offSaleSeats)
  const seat = plan.seats.x.findIndex((_x, index) => index >= 9_000 && !isOff.has(index))
  const browser = await chromium.launch({ ...(executablePath && { executablePath }), args: QUIET })
  try {
    return await seatClicks(await browser.newContext({ viewport: { width: 1440, height: 900 } }), `${app.url}/sessions/${sessionId}`, { plan, seat })
  } finally {
    await browser.close()
  }
}
