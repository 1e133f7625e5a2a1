import { and, asc, eq, inArray } from 'drizzle-orm'
import type { Queryable } from '#drizzle/database.ts'
import { categories, events, publishers, sessions, venues } from '#drizzle/schema/index.ts'
import { seatingPlans } from '#drizzle/schema/seating.ts'
import { lookAtPrices, ticketTypesOfSessions } from '#server/domain/pricing/index.ts'
import type { EventReply } from '#shared/api/catalogue.ts'
import { DomainError } from '#shared/errors/domain-error.ts'
import { renderMarkdown } from '#shared/text/markdown.ts'
import { hasEnded } from '#shared/time/has-ended.ts'
import { priceNotes } from './price-notes.ts'
import { PUBLIC_STATUSES } from './sql.ts'
import { posterUrl, sessionSummaryOf } from './views.ts'

type PublicStatus = EventReply['status']

/**
 * Everything of an event but its seats. What is over or cancelled stays readable and says so.
 * Throws `not-found` for what does not exist and for what is not public yet, alike.
 */
export async function readEvent({ db }: { db: Queryable }, slug: string): Promise<EventReply> {
  const [found] = await db.select({ event: events, category: categories, publisher: publishers }).from(events)
    .leftJoin(publishers, eq(publishers.userId, events.createdBy))
    .innerJoin(categories, eq(categories.id, events.categoryId))
    .where(and(eq(events.slug, slug), inArray(events.status, [...PUBLIC_STATUSES])))
  if (!found) throw new DomainError('not-found')
  const { event, category, publisher } = found
  const rows = await db.select({ session: sessions, venue: venues, hall: { nameEn: seatingPlans.nameEn, nameZh: seatingPlans.nameZh } }).from(sessions)
    .innerJoin(venues, eq(venues.id, sessions.venueId))
    .innerJoin(seatingPlans, eq(seatingPlans.id, sessions.planId))
    .where(eq(sessions.eventId, event.id)).orderBy(asc(sessions.startsAt), asc(sessions.id))
  const ids = rows.map(row => row.session.id)
  await lookAtPrices(db, event.id, ids)
  const types = Map.groupBy(await ticketTypesOfSessions(db, ids), type => type.sessionId)
  const notes = await priceNotes(db, rows.map(({ session, venue }) => ({ id: session.id, timeZone: venue.timeZone, types: types.get(session.id) ?? [] })))
  return {
    id: event.id,
    slug: event.slug,
    status: statusNow(event.status as PublicStatus, rows.map(row => row.session), new Date()),
    name: { en: event.nameEn, zh: event.nameZh },
    summary: { en: event.summaryEn, zh: event.summaryZh },
    descriptionHtml: { en: renderMarkdown(event.descriptionEn), zh: renderMarkdown(event.descriptionZh) },
    category: { slug: category.slug, name: { en: category.nameEn, zh: category.nameZh } },
    organiser: { en: event.organiserEn, zh: event.organiserZh },
    publisher: publisher && { slug: publisher.slug, name: { en: publisher.nameEn, zh: publisher.nameZh } },
    performers: event.performers.map(p => ({ name: { en: p.nameEn, zh: p.nameZh }, kind: p.kind })),
    posterUrl: posterUrl(event),
    needsIdentity: event.needsIdentity,
    sessions: rows.map(row => sessionSummaryOf({ ...row.session, status: event.status === 'cancelled' ? 'cancelled' : row.session.status }, row.venue, row.hall, types.get(row.session.id) ?? [], notes.get(row.session.id) ?? null)),
    updatedAt: event.updatedAt.toISOString()
  }
}

/** No job has to end an event: it is over when its last session is, and cancelled when all of them are. */
export function statusNow(stored: PublicStatus, ofSessions: readonly { status: 'scheduled' | 'cancelled', endsAt: Date }[], now: Date): PublicStatus {
  if (stored !== 'approved' || ofSessions.length === 0) return stored
  if (ofSessions.every(s => s.status === 'cancelled')) return 'cancelled'
  return ofSessions.every(s => hasEnded(s, now)) ? 'ended' : 'approved'
}
