import { and, eq, inArray } from 'drizzle-orm'
import type { Queryable } from '#drizzle/database.ts'
import { events, sessions, venues } from '#drizzle/schema/index.ts'
import { seatingPlans } from '#drizzle/schema/seating.ts'
import { quotasLeft } from '#server/domain/inventory/index.ts'
import { hasMovingPrices, lookAtPrices, ticketTypesOfSession } from '#server/domain/pricing/index.ts'
import type { SessionReply } from '#shared/api/catalogue.ts'
import { DomainError } from '#shared/errors/domain-error.ts'
import { hasEnded } from '#shared/time/has-ended.ts'
import { availabilityOf } from './availability.ts'
import { placesOfSessions } from './free-places.ts'
import { priceNotes } from './price-notes.ts'
import { PUBLIC_STATUSES } from './sql.ts'
import { posterUrl, sessionSummaryOf, ticketTypeView } from './views.ts'
import { freezeChangeTerms } from '#shared/refunds/change.ts'
import { freezeTerms } from '#shared/refunds/terms.ts'

/** What the seat page needs beside plan and status. Throws `not-found` where there is no such public session. */
export async function readSession({ db }: { db: Queryable }, sessionId: string): Promise<SessionReply> {
  const [found] = await db.select({
    session: sessions, venue: venues, event: events,
    hall: { nameEn: seatingPlans.nameEn, nameZh: seatingPlans.nameZh, contentHash: seatingPlans.contentHash }
  }).from(sessions)
    .innerJoin(events, eq(events.id, sessions.eventId))
    .innerJoin(venues, eq(venues.id, sessions.venueId))
    .innerJoin(seatingPlans, eq(seatingPlans.id, sessions.planId))
    .where(and(eq(sessions.id, sessionId), inArray(events.status, [...PUBLIC_STATUSES])))
  if (!found) throw new DomainError('not-found')
  const { session, venue, event, hall } = found
  await lookAtPrices(db, sessionId, [sessionId])
  const [types, places, pricesMove, quotas] = await Promise.all([ticketTypesOfSession(db, sessionId), placesOfSessions(db, [sessionId]), hasMovingPrices(db, sessionId), quotasLeft(db, [sessionId])])
  const notes = await priceNotes(db, [{ id: sessionId, timeZone: venue.timeZone, types }])
  // An event that was cancelled takes its sessions along, whatever they say themselves.
  const now = new Date()
  const status = event.status === 'cancelled' ? 'cancelled' : session.status
  return {
    ...sessionSummaryOf({ ...session, status }, venue, hall, types, notes.get(sessionId) ?? null),
    event: { id: event.id, slug: event.slug, name: { en: event.nameEn, zh: event.nameZh }, posterUrl: posterUrl(event) },
    planUrl: `/api/plans/${hall.contentHash}`,
    perPersonLimit: session.perPersonLimit,
    holdSeconds: session.holdSeconds,
    changeTerms: session.changeTerms && freezeChangeTerms(session.changeTerms, session.startsAt),
    refundTerms: session.refundTerms && freezeTerms(session.refundTerms, session.startsAt, venue.timeZone),
    ticketTypes: types.map(type => ticketTypeView(type, quotas.get(sessionId))),
    pricesMove,
    isOver: hasEnded(session, now),
    availability: availabilityOf({ now, session: { ...session, status }, ...(places.get(sessionId) ?? { free: 0, capacity: 0 }) })
  }
}
