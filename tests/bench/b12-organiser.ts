import type { Database } from '#drizzle/database.ts'
import { loginSessions, users } from '#drizzle/schema/index.ts'
import { createAccessTokens } from '#server/domain/accounts/index.ts'
import { checkInvariants, rebuildStats } from '#server/domain/insight/index.ts'
import { deriveKey } from '#server/http/keys.ts'
import { newId } from '#shared/ids/id.ts'
import { APP_SECRET } from '#tests/support/app.ts'
import { type ExportRun, runExport } from './lib/export-run.ts'
import { BenchClient } from './lib/http-client.ts'
import { Steps, round } from './lib/measure.ts'
import { type History, analyse, givenHistory } from './lib/organiser-history.ts'
import { residentMB } from './lib/process-cost.ts'
import type { ScenarioResult } from './lib/report.ts'
import type { Stage } from './lib/stage.ts'

const ORDERS = 1_000_000
const ROUNDS = 20
const ZONE = 'Asia/Shanghai'
/** What everybody who draws a dashboard may wait, in ms (docs/promises.md, B12). */
const GATE_MS = 500

/**
 * B12: two years and a million orders, and what is asked of them: dashboards and the search for an order, by an admin of the whole house and a
 * publisher of his own; then all orders as a file.
 */
export async function organiserLoad(stage: Stage, scale: number): Promise<ScenarioResult> {
  const { db } = stage.database
  const orders = Math.round(ORDERS * scale)
  const begun = performance.now()
  const history = await givenHistory(db, orders)
  const filled = performance.now()
  await rebuildStats(db)
  const rebuilt = performance.now()
  await analyse(db)

  const client = new BenchClient(stage.app.url, 4)
  const askers = { admin: await tokenOf(db, stage.app.url, 'admin'), publisher: await tokenOf(db, stage.app.url, 'publisher', history.busiest.publisherId) }
  const questions = Object.entries(askers).flatMap(([who, authorization]) => Object.entries(questionsOf(history, who === 'admin')).map(([name, path]) => ({ name: `${who} ${name}`, path, authorization })))
  for (const { path, authorization } of questions) await client.send('GET', path, undefined, { authorization })
  const steps = new Map(questions.map(({ name }) => [name, new Steps(name)]))
  const all = new Steps('all')
  const residentBefore = await residentMB(stage.app.pid)
  const startedAt = performance.now()
  for (let turn = 0; turn < ROUNDS; turn++) {
    for (const { name, path, authorization } of questions) {
      const from = performance.now()
      const answer = await client.send('GET', path, undefined, { authorization }).catch(() => ({ status: 0 }))
      for (const step of [all, steps.get(name)!]) step.add(performance.now() - from, answer.status === 0 ? 'error' : String(answer.status))
    }
  }
  const seconds = (performance.now() - startedAt) / 1000
  const csv = await runExport(client, stage.app.pid, askers.admin, 'csv')
  const xlsx = await runExport(client, stage.app.pid, askers.admin, 'xlsx')
  client.close()
  const rows = [all, ...steps.values()].map(step => step.row(seconds))
  const broken = (await checkInvariants(db)).filter(one => one.violations > 0)
  return {
    name: 'B12 organiser load',
    load: `${questions.length} questions of dashboards and desks, one after the other, ${ROUNDS} times, over ${history.orders} orders of ${history.sessions} sessions`,
    seconds: round(seconds),
    rows,
    facts: {
      'history written in': `${round((filled - begun) / 1000)} s`,
      'roll-ups made in': `${round((rebuilt - filled) / 1000)} s`,
      'slower than 500 ms at the 95th percentile': rows.slice(1).filter(row => row.p95 > GATE_MS).map(row => row.step).join(', ') || 'none',
      'all orders as CSV': asFact(csv),
      'all orders as XLSX': asFact(xlsx),
      'memory of the app': `${residentBefore} MB before, ${await residentMB(stage.app.pid)} MB after`,
      'npm run verify': broken.map(one => `${one.id}: ${one.violations}`).join(', ') || '0 violations'
    }
  }
}

const asFact = ({ rows, seconds, fileMB, grownMB }: ExportRun) => `${rows} rows in ${seconds} s, ${fileMB} MB; the app grew by ${grownMB} MB`

function questionsOf({ busiest, number }: History, isAdmin: boolean): Record<string, string> {
  const day = (ago: number) => new Date(Date.now() - ago * 86_400_000).toISOString().slice(0, 10)
  const span = (ago: number, until = 0) => `from=${day(ago)}&to=${day(until)}&zone=${ZONE}`
  return {
    'today': `/api/stats/sales?date=${day(0)}&zone=${ZONE}`,
    '30 days': `/api/stats/sales?${span(30)}`,
    'year by day': `/api/stats/sales?${span(364)}&bucket=day`,
    '2 years by month': `/api/stats/sales?${span(729)}`,
    ...Object.fromEntries(['event', 'session', 'category', 'venue', 'ticketType', 'method'].map(by => [`year by ${by}`, `/api/stats/breakdown?by=${by}&${span(364)}`])),
    'refunds': `/api/stats/refunds?${span(364)}`,
    'occupancy': `/api/stats/occupancy?${span(30, -30)}`,
    'funnel': `/api/stats/funnel?${span(364)}`,
    'holds': `/api/stats/holds?${span(364)}`,
    'curve': `/api/stats/events/${busiest.eventId}/curve`,
    'seat map': `/api/stats/sessions/${busiest.sessionId}/speed`,
    'newest orders': '/api/publishing/orders',
    'orders of an event': `/api/publishing/orders?eventId=${busiest.eventId}`,
    'orders by name': '/api/publishing/orders?q=ada%20okafor%20135',
    'orders by the beginning of a name': '/api/publishing/orders?q=min',
    'orders by address': '/api/publishing/orders?q=reader-4711%40',
    'an order by its number': `/api/publishing/orders?q=${number}`,
    'refunded orders': '/api/publishing/orders?state=refunded',
    ...isAdmin && { 'accounts': `/api/stats/users?${span(30)}`, 'accounts of a year': `/api/stats/users?${span(364)}` }
  }
}

/** A login of somebody, as a program shows it. */
async function tokenOf(db: Database, publicUrl: string, role: 'admin' | 'publisher', userId = newId()): Promise<string> {
  if (role === 'admin') await db.insert(users).values({ id: userId, role, email: `history-admin-${userId}@example.org`, displayName: 'Admin' })
  const loginSessionId = newId()
  await db.insert(loginSessions).values({ id: loginSessionId, userId, secondFactorAt: new Date(), expiresAt: new Date(Date.now() + 6 * 3_600_000) })
  return `Bearer ${await createAccessTokens(deriveKey(APP_SECRET, 'access-token'), publicUrl).issue({ userId, role, loginSessionId })}`
}
