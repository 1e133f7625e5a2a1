import { and, eq, gt, sql } from 'drizzle-orm'
import type { Database } from '#drizzle/database.ts'
import { sessions } from '#drizzle/schema/index.ts'
import { callOffFigures, runsOfEvent } from '#server/domain/refunds/index.ts'
import type { CallingOffReply } from '#shared/api/refunds.ts'
import { type Author, ownEvent } from './own-event.ts'

/**
 * What calling an event off would mean, session by session: those that are over by now are no part of it. And what became of the money
 * of those that are off. Throws `not-found` for what is not the author's.
 */
export async function readCallingOff({ db }: { db: Database }, author: Author, eventId: string): Promise<CallingOffReply> {
  await ownEvent(db, author, eventId)
  const open = await db.select({ id: sessions.id }).from(sessions).where(and(eq(sessions.eventId, eventId), eq(sessions.status, 'scheduled'), gt(sessions.endsAt, sql`now()`)))
  return { sessions: await callOffFigures(db, open.map(session => session.id)), runs: await runsOfEvent(db, eventId) }
}
