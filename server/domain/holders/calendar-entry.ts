import { eq } from 'drizzle-orm'
import type { Queryable } from '#drizzle/database.ts'
import { events, sessions, venues } from '#drizzle/schema/index.ts'
import { DomainError } from '#shared/errors/domain-error.ts'
import type { TicketEntry } from '#shared/feeds/ticket-calendar.ts'
import { placeName } from '#shared/seating/place-name.ts'
import { addressLine } from '#shared/text/address-line.ts'
import type { Locale } from '#shared/text/local-text.ts'
import type { PrintedTicket } from './printed-tickets.ts'

/** What a calendar keeps of tickets of one show. `id` stays with them, so that fetching again moves the entry. Throws `not-found` where none is good. */
export async function calendarEntryOf(db: Queryable, printed: PrintedTicket[], id: string, path: string, locale: Locale): Promise<TicketEntry> {
  const good = printed.filter(({ ticket }) => ticket.state === 'valid' || ticket.state === 'used')
  if (good.length === 0) throw new DomainError('not-found')
  const [row] = await db.select({ session: sessions, event: events, venue: venues }).from(sessions)
    .innerJoin(events, eq(events.id, sessions.eventId)).innerJoin(venues, eq(venues.id, sessions.venueId)).where(eq(sessions.id, good[0]!.ticket.sessionId))
  const { session, event, venue } = row!
  return {
    id, path, startsAt: session.startsAt, endsAt: session.endsAt, doorsAt: session.doorsAt, changedAt: event.updatedAt, timeZone: venue.timeZone,
    isCancelled: session.status === 'cancelled' || event.status === 'cancelled',
    event: locale === 'zh' ? event.nameZh : event.nameEn, venue: locale === 'zh' ? venue.nameZh : venue.nameEn,
    address: addressLine({ en: venue.addressEn, zh: venue.addressZh }, { en: venue.cityEn, zh: venue.cityZh }, locale),
    geo: venue.latitude !== null && venue.longitude !== null ? { lat: venue.latitude, lon: venue.longitude } : null,
    reference: good[0]!.reference, places: good.map(({ labels }) => placeName(labels, locale))
  }
}
