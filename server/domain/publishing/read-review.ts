import { and, eq, inArray, sql } from 'drizzle-orm'
import type { Database, Queryable } from '#drizzle/database.ts'
import { events, orderLines, orders, submissions, users } from '#drizzle/schema/index.ts'
import { callOffFigures } from '#server/domain/refunds/index.ts'
import { venueChoices } from '#server/domain/venues/index.ts'
import type { ReviewReply } from '#shared/api/publishing.ts'
import { DomainError } from '#shared/errors/domain-error.ts'
import type { EventDocument } from '#shared/publishing/event-document.ts'
import type { LocalText } from '#shared/text/local-text.ts'
import { HOLDS_TICKETS, sessionNewsOf } from './holders.ts'
import type { Author } from './own-event.ts'
import { reviewRow } from './review-queue.ts'
import { submissionsOf } from './submission-views.ts'

/** Everything that an admin needs to decide. Throws `not-found`. */
export async function readReview({ db }: { db: Database }, admin: Author, submissionId: string): Promise<ReviewReply> {
  const [row, [found]] = await Promise.all([
    reviewRow(db, submissionId),
    db.select({ submission: submissions, publisherId: events.createdBy }).from(submissions).innerJoin(events, eq(events.id, submissions.eventId)).where(eq(submissions.id, submissionId))
  ])
  if (!row || !found) throw new DomainError('not-found')
  const { document, base, changes, eventId } = found.submission
  const [venues, categoryPath, news, history, publisherRecord] = await Promise.all([
    venueChoices({ db }, admin, { ids: venueIdsOf(document, base) }),
    pathOf(db, document.categoryId),
    base ? sessionNewsOf(db, base, document, changes) : [],
    submissionsOf(db, eventId),
    recordOf(db, found.publisherId)
  ])
  const holders = await holdersBySession(db, news.map(one => one.sessionId))
  return { ...row, document, base, changes, venues, categoryPath, holders, history, publisherRecord }
}

function venueIdsOf(document: EventDocument, base: EventDocument | null): string[] {
  return [...new Set([...document.sessions, ...base?.sessions ?? []].map(session => session.venueId))]
}

/** From the root of the tree to the category itself. */
async function pathOf(db: Queryable, categoryId: string): Promise<LocalText[]> {
  const rows = await db.execute<{ name_en: string, name_zh: string }>(sql`
    with recursive up as (
      select id, parent_id, name_en, name_zh, 0 as depth from categories where id = ${categoryId}
      union all
      select c.id, c.parent_id, c.name_en, c.name_zh, up.depth + 1 from categories c join up on c.id = up.parent_id where up.depth < 20
    ) select name_en, name_zh from up order by depth desc`)
  return rows.map(row => ({ en: row.name_en, zh: row.name_zh }))
}

/** Who would be told, by session. */
async function holdersBySession(db: Queryable, sessionIds: string[]): Promise<ReviewReply['holders']> {
  if (sessionIds.length === 0) return []
  const rows = await db.select({ sessionKey: orders.sessionId, orders: sql<number>`count(distinct ${orders.id})::int`, tickets: sql<number>`sum(${orderLines.quantity})::int` })
    .from(orders).innerJoin(orderLines, eq(orderLines.orderId, orders.id))
    .where(and(inArray(orders.sessionId, sessionIds), HOLDS_TICKETS)).groupBy(orders.sessionId)
  const money = await callOffFigures(db, sessionIds)
  return sessionIds.map(sessionKey => ({
    ...rows.find(row => row.sessionKey === sessionKey) ?? { sessionKey, orders: 0, tickets: 0 },
    back: money.filter(one => one.sessionId === sessionKey && one.back.amountMinor > 0).map(one => one.back)
  }))
}

/** What became of this publisher's earlier submissions. */
async function recordOf(db: Queryable, publisherId: string): Promise<ReviewReply['publisherRecord']> {
  const [row] = await db.select({
    since: users.createdAt,
    approved: sql<number>`(select count(*)::int from submissions s join events e on e.id = s.event_id where e.created_by = ${publisherId} and s.state = 'approved')`,
    rejected: sql<number>`(select count(*)::int from submissions s join events e on e.id = s.event_id where e.created_by = ${publisherId} and s.state = 'rejected')`
  }).from(users).where(eq(users.id, publisherId))
  return { approved: row!.approved, rejected: row!.rejected, since: row!.since.toISOString() }
}
