import type { Queryable } from '#drizzle/database.ts'
import type { StockReply } from '#shared/api/catalogue.ts'
import { recently } from '#shared/memo/recently.ts'
import { readStock } from './read-stock.ts'

/** Half of the second that any cache before us may keep it. */
const FRESH_MS = 500

const remember = recently<StockReply>(FRESH_MS, { name: 'stock' })

/**
 * `readStock`, at most twice a second for an event however many ask: counting a stadium of 60,000 sold seats takes Postgres
 * some 90 ms, and in an on-sale everybody asks at once. Shown only; what may be sold is decided elsewhere.
 */
export function recentStock({ db }: { db: Queryable }, eventId: string): Promise<StockReply> {
  return remember(db, eventId, () => readStock({ db }, eventId))
}
