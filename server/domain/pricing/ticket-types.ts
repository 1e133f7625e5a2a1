import { asc, inArray } from 'drizzle-orm'
import type { Queryable } from '#drizzle/database.ts'
import { type TicketTypeRow, ticketTypes } from '#drizzle/schema/pricing.ts'

/** All ticket types of a session in selling order; empty where there is no such session. */
export function ticketTypesOfSession(db: Queryable, sessionId: string): Promise<TicketTypeRow[]> {
  return ticketTypesOfSessions(db, [sessionId])
}

/** All ticket types of several sessions in one query, in selling order within each session. */
export async function ticketTypesOfSessions(db: Queryable, sessionIds: string[]): Promise<TicketTypeRow[]> {
  if (sessionIds.length === 0) return []
  return db.select().from(ticketTypes).where(inArray(ticketTypes.sessionId, sessionIds))
    .orderBy(asc(ticketTypes.sortOrder), asc(ticketTypes.priceMinor), asc(ticketTypes.id))
}
