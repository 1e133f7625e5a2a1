import { and, eq, inArray } from 'drizzle-orm'
import type { Queryable } from '#drizzle/database.ts'
import { events, sessions, venues } from '#drizzle/schema/index.ts'
import { lookAtPrices, pricesOfTypes, ticketTypesOfSession } from '#server/domain/pricing/index.ts'
import type { PriceHistoryReply } from '#shared/api/prices.ts'
import { DomainError } from '#shared/errors/domain-error.ts'
import { causeWords } from '#shared/pricing/price-words.ts'
import { PUBLIC_STATUSES } from './sql.ts'

/** How the prices of a public session have moved, and why. Throws `not-found`. */
export async function readPriceHistory({ db }: { db: Queryable }, sessionId: string): Promise<PriceHistoryReply> {
  const [found] = await db.select({ timeZone: venues.timeZone }).from(sessions)
    .innerJoin(events, eq(events.id, sessions.eventId)).innerJoin(venues, eq(venues.id, sessions.venueId))
    .where(and(eq(sessions.id, sessionId), inArray(events.status, [...PUBLIC_STATUSES])))
  if (!found) throw new DomainError('not-found')
  const { timeZone } = found
  await lookAtPrices(db, sessionId, [sessionId])
  const [types, history] = await Promise.all([ticketTypesOfSession(db, sessionId), pricesOfTypes(db, sessionId)])
  return {
    timeZone,
    ticketTypes: types.flatMap((type) => {
      const rows = history.get(type.id) ?? []
      const money = (amountMinor: number) => ({ amountMinor, currency: type.currency })
      if (rows.length < 2) return []
      return [{
        id: type.id, name: { en: type.nameEn, zh: type.nameZh }, price: money(type.priceMinor),
        history: rows.map(row => ({ fromAt: row.fromAt.toISOString(), price: money(row.priceMinor), why: { en: causeWords(row.cause, timeZone, 'en'), zh: causeWords(row.cause, timeZone, 'zh') } }))
      }]
    })
  }
}
