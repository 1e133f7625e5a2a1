import { and, asc, inArray, isNull } from 'drizzle-orm'
import type { Queryable } from '#drizzle/database.ts'
import { type TicketTypeRow, ticketTypes } from '#drizzle/schema/pricing.ts'

/** The ticket types that a session sells, in selling order; empty where there is no such session. */
export function ticketTypesOfSession(db: Queryable, sessionId: string): Promise<TicketTypeRow[]> {
  return ticketTypesOfSessions(db, [sessionId])
}

/** The ticket types that several sessions sell, in one query, in selling order within each session. */
export async function ticketTypesOfSessions(db: Queryable, sessionIds: string[]): Promise<TicketTypeRow[]> {
  if (sessionIds.length === 0) return []
  return db.select().from(ticketTypes).where(and(inArray(ticketTypes.sessionId, sessionIds), isNull(ticketTypes.retiredAt)))
    .orderBy(asc(ticketTypes.sortOrder), asc(ticketTypes.priceMinor), asc(ticketTypes.id))
}
