import { readFileSync } from 'node:fs'
import { parseArgs } from 'node:util'
import { sql } from 'drizzle-orm'
import type { Database } from '#drizzle/database.ts'
import { type InvariantResult, type ShownSeats, checkInvariants, missingOrders, seatsShownWrongly } from '#server/domain/insight/index.ts'
import { runCommand } from './lib/progress.ts'
import { withDatabase } from './lib/with-database.ts'

/**
 * `npm run verify`: whether the invariants hold in the database of DATABASE_URL (or the embedded one); exits with 1 when one is
 * broken. `-- --app URL` also asks a running Foyer what it shows (I11); `-- --acknowledged FILE` takes the ids of orders that
 * clients were told to be paid, one a line (I4).
 */
const { values: options } = parseArgs({ options: { app: { type: 'string' }, acknowledged: { type: 'string' } } })

await runCommand(() => withDatabase(async (db) => {
  const results = await checkInvariants(db)
  results.push(await checkAcknowledged(db), await checkShown(db))
  results.push(notAsked('I7', 'No seat is held by two at any instant', 'needs the log of a load run: npm run bench'))
  results.sort((a, b) => a.id.localeCompare(b.id, 'en', { numeric: true }))
  for (const result of results) print(result)
  return results.some(result => result.violations > 0) ? 1 : 0
}))

async function checkAcknowledged(db: Database): Promise<InvariantResult> {
  const promise = 'Every purchase that was confirmed is in the database'
  if (!options.acknowledged) return notAsked('I4', promise, 'needs --acknowledged FILE')
  const ids = readFileSync(options.acknowledged, 'utf8').split('\n').map(line => line.trim()).filter(Boolean)
  const missing = await missingOrders(db, ids)
  return { id: 'I4', promise, violations: missing.length, examples: missing.slice(0, 5).map(id => `order ${id} was confirmed and is not paid`) }
}

async function checkShown(db: Database): Promise<InvariantResult> {
  const promise = 'Seats shown free are free, and the other way round'
  if (!options.app) return notAsked('I11', promise, 'needs --app URL of a running Foyer')
  const sessions = await db.execute<{ id: string }>(sql`
    select s.id from sessions s join events e on e.id = s.event_id where e.status in ('approved', 'cancelled', 'ended') order by s.id`)
  const wrong: string[] = []
  for (const { id } of sessions) {
    const reply = await fetch(new URL(`/api/sessions/${id}/status`, options.app))
    if (reply.ok) wrong.push(...await seatsShownWrongly(db, id, await reply.json() as ShownSeats))
    else wrong.push(`session ${id} answers ${reply.status}`)
  }
  return { id: 'I11', promise, violations: wrong.length, examples: wrong.slice(0, 5) }
}

/** A line without a count: nothing was looked at, so nothing is claimed. */
function notAsked(id: string, promise: string, why: string): InvariantResult {
  return { id, promise, violations: Number.NaN, examples: [why] }
}

function print({ id, promise, violations, examples }: InvariantResult): void {
  const isAsked = !Number.isNaN(violations)
  console.log(`${id.padEnd(4)} ${promise.padEnd(60)} ${isAsked ? `${violations} violations` : `not asked (${examples[0]})`}`)
  if (isAsked) for (const example of examples) console.log(`       ${example}`)
}
