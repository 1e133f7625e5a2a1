import { and, eq, gt, or, sql } from 'drizzle-orm'
import type { Queryable } from '#drizzle/database.ts'
import { events, sessions } from '#drizzle/schema/index.ts'

/** Events of a publisher that visitors or reviewers still need him for: approved with a session to come, or handed in. How many. */
export async function eventsThatNeedSomebody(db: Queryable, userId: string): Promise<number> {
  const rows = await db.selectDistinct({ id: events.id }).from(events)
    .leftJoin(sessions, and(eq(sessions.eventId, events.id), eq(sessions.status, 'scheduled'), gt(sessions.endsAt, sql`now()`)))
    .where(and(eq(events.createdBy, userId), or(eq(events.status, 'pending'), and(eq(events.status, 'approved'), sql`${sessions.id} is not null`))))
  return rows.length
}
