import { and, eq, inArray, sql } from 'drizzle-orm'
import type { Queryable } from '#drizzle/database.ts'
import { type TicketRow, events, resales, sessions } from '#drizzle/schema/index.ts'
import { DomainError } from '#shared/errors/domain-error.ts'

/** Throws `not-transferable` with why: used, refunded, transferred, resold, blocked, offered for sale, cancelled, begun, or named: the show knows by a document who comes. By the clock of the database. */
export async function requireTransferable(db: Queryable, ticket: TicketRow): Promise<void> {
  const state = ticket.state !== 'valid' ? ticket.state : ticket.blockedReason ? 'blocked' : await isOffered(db, ticket.id) ? OFFERED : await stateOfShow(db, ticket.sessionId)
  if (state) throw new DomainError('not-transferable', { state })
}

const OFFERED = { en: 'offered for sale', zh: '转售中' }

/** Whoever sells it does not give it away too. */
async function isOffered(db: Queryable, ticketId: string): Promise<boolean> {
  const [live] = await db.select({ id: resales.id }).from(resales).where(and(eq(resales.ticketId, ticketId), inArray(resales.state, ['open', 'locked'])))
  return live !== undefined
}

/** `cancelled`, `begun`, `named`, or null: it is still to come. */
async function stateOfShow(db: Queryable, sessionId: string): Promise<'cancelled' | 'begun' | 'named' | null> {
  const [show] = await db.select({
    isCancelled: sql<boolean>`${sessions.status} = 'cancelled' or ${events.status} = 'cancelled'`, hasBegun: sql<boolean>`${sessions.startsAt} <= now()`, needsIdentity: events.needsIdentity
  }).from(sessions).innerJoin(events, eq(events.id, sessions.eventId)).where(eq(sessions.id, sessionId))
  return show!.isCancelled ? 'cancelled' : show!.hasBegun ? 'begun' : show!.needsIdentity ? 'named' : null
}
