import { asc, eq, inArray } from 'drizzle-orm'
import type { Queryable } from '#drizzle/database.ts'
import { categories, events, sessions, venues } from '#drizzle/schema/index.ts'
import { ticketTypesOfSessions } from '#server/domain/pricing/index.ts'
import type { EventCard } from '#shared/api/catalogue.ts'
import { hasEnded } from '#shared/time/has-ended.ts'
import { availabilityOf, eventAvailability } from './availability.ts'
import { placesOfSessions } from './free-places.ts'
import { priceRange } from './price-range.ts'
import { posterUrl } from './views.ts'

/** The cards of events already found, in their order, each with the session that was found of it. Four queries for any number of them. */
export async function eventCards(db: Queryable, matches: readonly { eventId: string, sessionId: string }[]): Promise<EventCard[]> {
  if (matches.length === 0) return []
  const eventIds = matches.map(m => m.eventId)
  const [eventRows, sessionRows] = await Promise.all([
    db.select({ event: events, category: categories }).from(events)
      .innerJoin(categories, eq(categories.id, events.categoryId)).where(inArray(events.id, eventIds)),
    db.select({ session: sessions, venue: venues }).from(sessions)
      .innerJoin(venues, eq(venues.id, sessions.venueId)).where(inArray(sessions.eventId, eventIds)).orderBy(asc(sessions.startsAt), asc(sessions.id))
  ])
  const now = new Date()
  const shown = sessionsThatCount(sessionRows, now)
  const shownIds = shown.map(s => s.session.id)
  const [places, types] = await Promise.all([placesOfSessions(db, shownIds), ticketTypesOfSessions(db, shownIds)])

  return matches.flatMap(({ eventId, sessionId }) => {
    const found = eventRows.find(row => row.event.id === eventId)
    const next = sessionRows.find(row => row.session.id === sessionId)
    if (!found || !next) return []
    const { event, category } = found
    const ofEvent = shown.filter(row => row.session.eventId === eventId)
    const ids = new Set(ofEvent.map(row => row.session.id))
    return [{
      id: event.id,
      slug: event.slug,
      name: { en: event.nameEn, zh: event.nameZh },
      summary: { en: event.summaryEn, zh: event.summaryZh },
      category: { slug: category.slug, name: { en: category.nameEn, zh: category.nameZh } },
      posterUrl: posterUrl(event),
      venue: {
        slug: next.venue.slug, timeZone: next.venue.timeZone,
        name: { en: next.venue.nameEn, zh: next.venue.nameZh }, city: { en: next.venue.cityEn, zh: next.venue.cityZh }
      },
      startsAt: next.session.startsAt.toISOString(),
      lastStartsAt: (ofEvent.at(-1) ?? next).session.startsAt.toISOString(),
      sessionCount: ofEvent.length,
      priceFrom: priceRange(types.filter(type => ids.has(type.sessionId)))?.from ?? null,
      availability: eventAvailability(ofEvent.map(({ session }) => availabilityOf({ now, session, ...(places.get(session.id) ?? { free: 0, capacity: 0 }) })))
    }]
  })
}

/** Of each event the sessions still to come; of one that is over all of them, so that its card can say when it was. */
function sessionsThatCount<T extends { session: { eventId: string, endsAt: Date } }>(rows: readonly T[], now: Date): T[] {
  const alive = new Set(rows.filter(row => !hasEnded(row.session, now)).map(row => row.session.eventId))
  return rows.filter(row => !alive.has(row.session.eventId) || !hasEnded(row.session, now))
}
