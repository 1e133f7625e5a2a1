import { eq } from 'drizzle-orm'
import type { Queryable, Transaction } from '#drizzle/database.ts'
import { type EventRow, events } from '#drizzle/schema/index.ts'
import type { Principal } from '#server/domain/accounts/index.ts'
import { DomainError } from '#shared/errors/domain-error.ts'

/** Who works on an event. */
export type Author = Pick<Principal, 'userId' | 'role'>

/** The event, if it is the author's; an admin's are all. Throws `not-found` for other people's and for none alike (Z-03). */
export async function ownEvent(db: Queryable, author: Author, eventId: string): Promise<EventRow> {
  const [event] = await db.select().from(events).where(eq(events.id, eventId))
  return requireOwn(event, author)
}

/** The same, and nobody else changes it until this transaction ends. */
export async function lockOwnEvent(tx: Transaction, author: Author, eventId: string): Promise<EventRow> {
  const [event] = await tx.select().from(events).where(eq(events.id, eventId)).for('update')
  return requireOwn(event, author)
}

function requireOwn(event: EventRow | undefined, author: Author): EventRow {
  if (!event || (author.role !== 'admin' && event.createdBy !== author.userId)) throw new DomainError('not-found')
  return event
}

/** Whether visitors see it, so that changes need an approval before they do. */
export function isPublic(event: Pick<EventRow, 'status'>): boolean {
  return event.status === 'approved' || event.status === 'cancelled' || event.status === 'ended'
}
