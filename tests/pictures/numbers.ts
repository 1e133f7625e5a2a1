import { execFileSync } from 'node:child_process'
import { mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Page } from '@playwright/test'
import { sql } from 'drizzle-orm'
import sharp from 'sharp'
import { connectDatabase } from '#server/gateways/database/connect.ts'
import type { PublishedEventsReply } from '#shared/api/publishing.ts'
import type { CurveReply } from '#shared/api/stats.ts'
import { alive } from '#tests/e2e/support/buying.ts'
import { signInAs } from '#tests/e2e/support/desk.ts'
import { settled } from './settled.ts'
import type { PictureStage } from './stage.ts'

const DESK = { width: 1440, height: 1240 }

/** The figures of a publisher, the forecast and the heat map of two of his shows, and a month on paper. */
export async function pictureNumbers({ browser, url, databaseUrl }: PictureStage, folder: string): Promise<string[]> {
  mkdirSync(folder, { recursive: true })
  await givenVisits(databaseUrl)
  const context = await browser.newContext({ viewport: DESK, baseURL: url, colorScheme: 'light', locale: 'en-GB', timezoneId: 'Asia/Shanghai' })
  const page = await context.newPage()
  await signInAs(page.request, 'publisher')
  const { events } = await (await page.request.get('/api/publishing/events?limit=100')).json() as PublishedEventsReply
  const idOf = (slug: string) => events.find(event => event.slug === slug)!.id
  const theatre = idOf('the-clockmaker-of-suzhou-street')
  const { sessions } = await (await page.request.get(`/api/stats/events/${theatre}/curve`)).json() as CurveReply
  const fullest = `/publish/events/${theatre}/numbers?session=${sessions.toSorted((a, b) => b.sold - a.sold)[0]!.id}`

  const dashboard = await taken(page, '/publish/numbers', `${folder}/dashboard.webp`)
  const heat = await taken(page, fullest, `${folder}/heat-map.webp`, 'What sells first')
  const forecast = await taken(page, `/publish/events/${idOf('a-lounge-for-one-winter')}/numbers`, `${folder}/forecast.webp`, 'Forecast')
  await page.emulateMedia({ colorScheme: 'dark' })
  const dark = await taken(page, `/zh${fullest}`, `${folder}/heat-map-zh-dark.webp`, '哪些座位最先售出')
  const report = await page.request.get(`/api/stats/reports/${new Date().toISOString().slice(0, 7)}?format=pdf&zone=Asia/Shanghai&locale=en`)
  const paper = await onPaper(await report.body(), `${folder}/report.webp`)
  await context.close()
  return [dashboard, heat, forecast, dark, paper]
}

/** The top of a page, or the part of it that is called so. */
async function taken(page: Page, path: string, file: string, part?: string): Promise<string> {
  await page.goto(path)
  await alive(page)
  const whole = part ? page.getByRole('region', { name: part, exact: true }).filter({ has: page.getByRole('heading', { name: part, exact: true }) }) : page
  await (part ? page.getByRole('region', { name: part, exact: true }).getByRole('application') : page.getByRole('application')).first().waitFor()
  if ('scrollIntoViewIfNeeded' in whole) await whole.scrollIntoViewIfNeeded()
  await page.waitForLoadState('networkidle').catch(() => {})
  await settled(page)
  await sharp(await whole.screenshot()).webp({ quality: 82 }).toFile(file)
  return file
}

/** Nobody has looked at anything in a demo that was just made: two or three looks and a choice of seats before each order of this month. */
async function givenVisits(databaseUrl: string): Promise<void> {
  const { db, close } = connectDatabase(databaseUrl, { pool: 1 })
  // The log has a part for each month, from this one on.
  const lately = sql`o.created_at > date_trunc('month', now(), 'UTC') + interval '2 hours'`
  await db.execute(sql`
    insert into behaviour (at, kind, event_id, visitor) select o.created_at - interval '7 minutes' * (n + 1), 'view', s.event_id, md5(o.id::text || n)
    from orders o join sessions s on s.id = o.session_id, generate_series(0, 2) n where ${lately} and (n < 2 or o.total_minor % 3 = 0)`)
  await db.execute(sql`
    insert into behaviour (at, kind, event_id, session_id, hold_hash, places, until)
    select o.created_at - interval '3 minutes' - n * interval '20 minutes', 'hold', s.event_id, s.id, o.hold_hash || repeat('x', n), 2, o.created_at - interval '3 minutes' - n * interval '20 minutes' + interval '10 minutes'
    from orders o join sessions s on s.id = o.session_id, generate_series(0, 1) n where ${lately} and (n = 0 or o.total_minor % 5 = 0)`)
  await close()
}

/** The first two pages of a PDF side by side. Wants pdftoppm of Poppler. */
async function onPaper(pdf: Buffer, file: string): Promise<string> {
  const folder = mkdtempSync(join(tmpdir(), 'foyer-paper-'))
  writeFileSync(join(folder, 'report.pdf'), pdf)
  execFileSync('pdftoppm', ['-r', '88', '-l', '2', '-png', join(folder, 'report.pdf'), join(folder, 'page')])
  const pages = readdirSync(folder).filter(name => name.endsWith('.png')).toSorted().map(name => join(folder, name))
  const { width, height } = await sharp(pages[0]!).metadata()
  const gap = 16
  await sharp({ create: { width: width * pages.length + gap * (pages.length - 1), height, channels: 3, background: '#8a8f98' } })
    .composite(pages.map((input, index) => ({ input, left: index * (width + gap), top: 0 }))).webp({ quality: 80 }).toFile(file)
  rmSync(folder, { recursive: true })
  return file
}
