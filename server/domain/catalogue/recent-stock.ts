import type { Queryable } from '#drizzle/database.ts'
import type { StockReply } from '#shared/api/catalogue.ts'
import { readStock } from './read-stock.ts'

/** Half of the second that any cache before us may keep it. */
const FRESH_MS = 500
const MAX_KEPT = 500

const kept = new WeakMap<Queryable, Map<string, { readAt: number, stock: Promise<StockReply> }>>()

/**
 * `readStock`, at most twice a second for an event however many ask: counting a stadium of 60,000 sold seats takes Postgres
 * some 90 ms, and in an on-sale everybody asks at once. Shown only; what may be sold is decided elsewhere.
 */
export function recentStock({ db }: { db: Queryable }, eventId: string): Promise<StockReply> {
  const ofDatabase = kept.get(db) ?? new Map<string, { readAt: number, stock: Promise<StockReply> }>()
  kept.set(db, ofDatabase)
  const known = ofDatabase.get(eventId)
  if (known && performance.now() - known.readAt < FRESH_MS) return known.stock
  const stock = readStock({ db }, eventId)
  const entry = { readAt: performance.now(), stock }
  ofDatabase.delete(eventId)
  ofDatabase.set(eventId, entry)
  if (ofDatabase.size > MAX_KEPT) ofDatabase.delete(ofDatabase.keys().next().value!)
  // A failure is nobody else's answer.
  stock.catch(() => {
    if (ofDatabase.get(eventId) === entry) ofDatabase.delete(eventId)
  })
  return stock
}
