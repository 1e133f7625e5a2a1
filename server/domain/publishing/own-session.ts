import { eq } from 'drizzle-orm'
import type { Queryable } from '#drizzle/database.ts'
import { type EventRow, type SessionRow, events, sessions } from '#drizzle/schema/index.ts'
import { DomainError } from '#shared/errors/domain-error.ts'
import { type Author, isPublic } from './own-event.ts'

/**
 * A session that visitors see, if its event is the author's; an admin's are all. Throws `not-found` for other people's, for those
 * of events that were never approved, and for none alike (Z-03).
 */
export async function ownSession(db: Queryable, author: Author, sessionId: string): Promise<{ session: SessionRow, event: EventRow }> {
  const [found] = await db.select({ session: sessions, event: events }).from(sessions).innerJoin(events, eq(events.id, sessions.eventId)).where(eq(sessions.id, sessionId))
  if (!found || !isPublic(found.event) || (author.role !== 'admin' && found.event.createdBy !== author.userId)) throw new DomainError('not-found')
  return found
}
