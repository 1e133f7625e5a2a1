import { and, eq, inArray, notInArray, sql } from 'drizzle-orm'
import type { Transaction } from '#drizzle/database.ts'
import { orders, sessions, standingStock, ticketQuotas, ticketTypes } from '#drizzle/schema/index.ts'
import { forgetPlaces } from '#server/domain/inventory/index.ts'
import { loadPlan } from '#server/domain/seating/index.ts'
import { DomainError } from '#shared/errors/domain-error.ts'
import type { EventDocument } from '#shared/publishing/event-document.ts'

/** The sessions of the document by their keys, with a counter for each standing area of their halls. */
export async function applySessions(tx: Transaction, eventId: string, document: EventDocument): Promise<void> {
  // Orders refer to their session, so from here on no new one is written until this has been decided.
  const before = await tx.select({ id: sessions.id, planId: sessions.planId }).from(sessions).where(eq(sessions.eventId, eventId)).for('update')
  await takeAway(tx, eventId, document.sessions.map(session => session.key))
  const rows = document.sessions.map(session => ({
    id: session.key, eventId, venueId: session.venueId, planId: session.planId, status: session.status,
    startsAt: new Date(session.startsAt), endsAt: new Date(session.endsAt), doorsAt: session.doorsAt ? new Date(session.doorsAt) : null,
    saleStartsAt: new Date(session.saleStartsAt), saleEndsAt: new Date(session.saleEndsAt),
    holdSeconds: document.holdSeconds, perPersonLimit: document.perPersonLimit, allowsSingleSeats: document.allowsSingleSeats ?? false, refundTerms: document.refundTerms ?? null, changeTerms: document.changeTerms ?? null
  }))
  const written = await tx.insert(sessions).values(rows).onConflictDoUpdate({
    target: sessions.id,
    set: {
      venueId: sql`excluded.venue_id`, planId: sql`excluded.plan_id`, status: sql`excluded.status`,
      startsAt: sql`excluded.starts_at`, endsAt: sql`excluded.ends_at`, doorsAt: sql`excluded.doors_at`,
      saleStartsAt: sql`excluded.sale_starts_at`, saleEndsAt: sql`excluded.sale_ends_at`,
      holdSeconds: sql`excluded.hold_seconds`, perPersonLimit: sql`excluded.per_person_limit`, allowsSingleSeats: sql`excluded.allows_single_seats`, refundTerms: sql`excluded.refund_terms`, changeTerms: sql`excluded.change_terms`,
      // Seats of another hall are other seats.
      offSaleSeats: sql`case when ${sessions.planId} = excluded.plan_id then ${sessions.offSaleSeats} else '{}' end`
    },
    setWhere: eq(sessions.eventId, eventId)
  }).returning({ id: sessions.id })
  if (written.length !== rows.length) throw new DomainError('event-not-ready', { faultCount: 1, faults: [{ path: 'sessions', code: 'session-key-taken' }] })
  // Places of another hall are other places.
  const moved = before.filter(session => document.sessions.some(wanted => wanted.key === session.id && wanted.planId !== session.planId)).map(session => session.id)
  await forgetPlaces(tx, moved)
  await countPlaces(tx, document)
}

/** What is gone without a trace where nobody can have seen or ordered it; what was on sale stays, and says that it is off. */
async function takeAway(tx: Transaction, eventId: string, kept: string[]): Promise<void> {
  const gone = await tx.select({
    id: sessions.id,
    isUnseen: sql<boolean>`${sessions.saleStartsAt} > now() and not exists (select 1 from ${orders} where ${orders.sessionId} = ${sessions.id})`
  }).from(sessions).where(and(eq(sessions.eventId, eventId), notInArray(sessions.id, kept)))
  const unseen = gone.filter(session => session.isUnseen).map(session => session.id)
  const seen = gone.filter(session => !session.isUnseen).map(session => session.id)
  if (seen.length > 0) await tx.update(sessions).set({ status: 'cancelled' }).where(inArray(sessions.id, seen))
  if (unseen.length === 0) return
  await tx.delete(ticketQuotas).where(inArray(ticketQuotas.sessionId, unseen))
  await tx.delete(ticketTypes).where(inArray(ticketTypes.sessionId, unseen))
  await forgetPlaces(tx, unseen)
  await tx.delete(sessions).where(inArray(sessions.id, unseen))
}

async function countPlaces(tx: Transaction, document: EventDocument): Promise<void> {
  const counters: (typeof standingStock.$inferInsert)[] = []
  for (const [planId, ofPlan] of Map.groupBy(document.sessions, session => session.planId)) {
    const { areas } = await loadPlan(tx, planId)
    counters.push(...ofPlan.flatMap(session => areas.map(area => ({ sessionId: session.key, areaKey: area.key, capacity: area.capacity }))))
  }
  if (counters.length === 0) return
  // Rows that stay as they are are not even locked: orders are at work on them.
  // What the publisher made of a capacity since stays as it is, too.
  await tx.insert(standingStock).values(counters).onConflictDoNothing()
}
