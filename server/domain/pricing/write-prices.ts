import { sql } from 'drizzle-orm'
import type { Transaction } from '#drizzle/database.ts'
import { auditLog, outbox, prices } from '#drizzle/schema/index.ts'
import type { PriceCause, RulesFollowed } from '#shared/pricing/price-cause.ts'
import type { MovingType } from './moving-types.ts'

/** The next price of a ticket type. */
export interface NextPrice {
  type: MovingType
  priceMinor: number
  targetMinor: number
  follows: RulesFollowed
  cause: PriceCause
}

/**
 * Puts new prices in force: row, price of the ticket type, audit and message to whoever shows prices, in the transaction of the
 * caller. The only place that does. Of two who write the same number the second writes nothing. @returns the types written
 */
export async function writePrices(tx: Transaction, next: readonly NextPrice[], actor: string): Promise<string[]> {
  if (next.length === 0) return []
  const written = await tx.insert(prices).values(next.map(({ type, priceMinor, targetMinor, follows, cause }) => ({
    ticketTypeId: type.ticketTypeId, number: type.number + 1, priceMinor, targetMinor, follows, cause, fromAt: new Date(type.facts.nowMs)
  }))).onConflictDoNothing().returning({ ticketTypeId: prices.ticketTypeId })
  const ids = new Set(written.map(row => row.ticketTypeId))
  const done = next.filter(({ type }) => ids.has(type.ticketTypeId))
  const inForce = JSON.stringify(done.map(({ type, priceMinor }) => ({ id: type.ticketTypeId, price_minor: priceMinor })))
  await tx.execute(sql`
    update ticket_types t set price_minor = w.price_minor from jsonb_to_recordset(${inForce}::text::jsonb) as w(id uuid, price_minor bigint)
    where t.id = w.id and t.price_minor <> w.price_minor`)
  const changed = done.filter(({ type, priceMinor }) => type.number > 0 && type.inForce.priceMinor !== priceMinor)
  if (changed.length === 0) return [...ids]
  await tx.insert(auditLog).values(changed.map(({ type, priceMinor, cause }) => ({
    actor, action: 'price.changed', subjectType: 'ticket-type', subjectId: type.ticketTypeId, details: { from: type.inForce.priceMinor, to: priceMinor, number: type.number + 1, cause }
  })))
  await tx.insert(outbox).values([...new Set(changed.map(({ type }) => type.eventId))].map(eventId => ({ topic: 'catalogue.changed', key: eventId, payload: { eventId } })))
  return [...ids]
}
