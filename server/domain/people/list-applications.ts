import { type SQL, and, asc, desc, eq, sql } from 'drizzle-orm'
import { alias } from 'drizzle-orm/pg-core'
import type { Queryable } from '#drizzle/database.ts'
import { publisherApplications, users } from '#drizzle/schema/index.ts'
import type { ApplicationsReply } from '#shared/api/people.ts'
import { applicationView } from './apply.ts'
import { decodePosition, encodePosition } from './page.ts'

const DEFAULT_LIMIT = 30
type State = 'pending' | 'approved' | 'rejected' | 'withdrawn'

/** Applications of one state: those that wait oldest first, the others newest first. Two queries. @throws `invalid-input` */
export async function listApplications({ db }: { db: Queryable }, wish: { state?: State, cursor?: string, limit?: number }): Promise<ApplicationsReply> {
  const state = wish.state ?? 'pending'
  const limit = wish.limit ?? DEFAULT_LIMIT
  const decider = alias(users, 'decider')
  const way = state === 'pending' ? asc : desc
  const [rows, [counted]] = await Promise.all([
    db.select({
      application: publisherApplications, name: users.displayName, email: users.email, since: users.createdAt, decidedBy: decider.displayName,
      orders: sql<number>`(select count(*)::int from orders o where o.user_id = publisher_applications.user_id)`
    }).from(publisherApplications)
      .innerJoin(users, eq(users.id, publisherApplications.userId))
      .leftJoin(decider, eq(decider.id, publisherApplications.decidedBy))
      .where(and(eq(publisherApplications.state, state), wish.cursor ? beyond(wish.cursor, state === 'pending') : undefined))
      .orderBy(way(madeAt), way(publisherApplications.id)).limit(limit + 1),
    db.select({ waiting: sql<number>`count(*)::int` }).from(publisherApplications).where(eq(publisherApplications.state, 'pending'))
  ])
  const page = rows.slice(0, limit)
  const last = page.at(-1)?.application
  return {
    applications: page.map(({ application, name, email, since, decidedBy, orders }) => ({
      ...applicationView(application), applicant: { id: application.userId, name, email, since: since.toISOString(), orders }, decidedBy
    })),
    nextCursor: last && rows.length > limit ? encodePosition({ at: last.createdAt, id: last.id }) : null,
    waiting: counted!.waiting
  }
}

/** To the millisecond, as the cursor says it. */
const madeAt = sql`date_trunc('milliseconds', ${publisherApplications.createdAt})`

function beyond(cursor: string, isUpwards: boolean): SQL {
  const { at, id } = decodePosition(cursor)
  const here = sql`(${madeAt}, ${publisherApplications.id})`
  const there = sql`(${at.toISOString()}::timestamptz, ${id}::uuid)`
  return isUpwards ? sql`${here} > ${there}` : sql`${here} < ${there}`
}
