import { eq, inArray } from 'drizzle-orm'
import type { Queryable } from '#drizzle/database.ts'
import { type OrderLineRow, events, sessions, venues } from '#drizzle/schema/index.ts'
import type { OrderOccasion } from '#shared/api/orders.ts'
import { hasEnded } from '#shared/time/has-ended.ts'

/** What, when and where, for some sessions, in one query. */
export async function occasionsOf(db: Queryable, sessionIds: string[]): Promise<Map<string, OrderOccasion>> {
  if (sessionIds.length === 0) return new Map()
  const rows = await db.select({ session: sessions, event: events, venue: venues }).from(sessions)
    .innerJoin(events, eq(events.id, sessions.eventId)).innerJoin(venues, eq(venues.id, sessions.venueId))
    .where(inArray(sessions.id, [...new Set(sessionIds)]))
  const now = new Date()
  return new Map(rows.map(({ session, event, venue }) => [session.id, {
    eventSlug: event.slug,
    event: { en: event.nameEn, zh: event.nameZh },
    posterUrl: event.coverUrl ?? `/posters/${event.slug}.svg`,
    sessionId: session.id,
    startsAt: session.startsAt.toISOString(),
    endsAt: session.endsAt.toISOString(),
    doorsAt: session.doorsAt?.toISOString() ?? null,
    venue: { en: venue.nameEn, zh: venue.nameZh },
    address: { en: venue.addressEn, zh: venue.addressZh },
    city: { en: venue.cityEn, zh: venue.cityZh },
    timeZone: venue.timeZone,
    isCancelled: session.status === 'cancelled' || event.status === 'cancelled',
    isOver: hasEnded(session, now),
    needsIdentity: event.needsIdentity
  }]))
}

export function labelsOf(line: Pick<OrderLineRow, 'labels'>) {
  const { labels } = line
  return {
    ticketType: { en: labels.ticketTypeEn, zh: labels.ticketTypeZh },
    section: { en: labels.sectionEn, zh: labels.sectionZh },
    row: labels.row ?? null,
    ...(labels.isTable && { isTable: true }),
    seat: labels.seat ?? null
  }
}
