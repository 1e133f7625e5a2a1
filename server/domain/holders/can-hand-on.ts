import { eq, sql } from 'drizzle-orm'
import type { Queryable } from '#drizzle/database.ts'
import { type TicketRow, events, sessions } from '#drizzle/schema/index.ts'
import { DomainError } from '#shared/errors/domain-error.ts'

/** Throws `not-transferable` with why: used, refunded, transferred, blocked, cancelled, or begun. By the clock of the database. */
export async function requireTransferable(db: Queryable, ticket: TicketRow): Promise<void> {
  const state = ticket.state !== 'valid' ? ticket.state : ticket.blockedReason ? 'blocked' : await stateOfShow(db, ticket.sessionId)
  if (state) throw new DomainError('not-transferable', { state })
}

/** `cancelled`, `begun`, or null: it is still to come. */
async function stateOfShow(db: Queryable, sessionId: string): Promise<'cancelled' | 'begun' | null> {
  const [show] = await db.select({
    isCancelled: sql<boolean>`${sessions.status} = 'cancelled' or ${events.status} = 'cancelled'`, hasBegun: sql<boolean>`${sessions.startsAt} <= now()`
  }).from(sessions).innerJoin(events, eq(events.id, sessions.eventId)).where(eq(sessions.id, sessionId))
  return show!.isCancelled ? 'cancelled' : show!.hasBegun ? 'begun' : null
}
