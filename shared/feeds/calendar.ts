import ical, { ICalCalendarMethod, ICalEventStatus } from 'ical-generator'
import type { EventReply } from '#shared/api/catalogue.ts'
import { absolute, eventPath } from '#shared/seo/addresses.ts'
import type { Locale } from '#shared/text/local-text.ts'

/**
 * The sessions of events as iCalendar (RFC 5545). Instants are written in UTC, which every calendar shows as the reader's own
 * time; ids and sequence numbers stay, so that fetching it again moves an entry instead of doubling it.
 */
export function eventCalendar(events: readonly EventReply[], { baseUrl, locale, name }: { baseUrl: string, locale: Locale, name: string }): string {
  const calendar = ical({ name, prodId: { company: 'Foyer', product: 'Foyer', language: locale === 'zh' ? 'ZH' : 'EN' }, method: ICalCalendarMethod.PUBLISH, ttl: 3600 })
  const host = new URL(baseUrl).hostname
  for (const event of events) {
    for (const session of event.sessions) {
      const { venue } = session
      calendar.createEvent({
        id: `${session.id}@${host}`,
        sequence: Math.floor(new Date(event.updatedAt).getTime() / 1000) % 2 ** 31,
        start: new Date(session.startsAt), end: new Date(session.endsAt), stamp: new Date(event.updatedAt),
        summary: event.name[locale], description: event.summary[locale], url: absolute(baseUrl, eventPath(event.slug, locale)),
        location: {
          title: `${venue.name[locale]}, ${session.hall[locale]}`, address: `${venue.address[locale]}, ${venue.city[locale]}`,
          ...(venue.latitude !== null && venue.longitude !== null ? { geo: { lat: venue.latitude, lon: venue.longitude } } : {})
        },
        status: session.status === 'cancelled' ? ICalEventStatus.CANCELLED : ICalEventStatus.CONFIRMED
      })
    }
  }
  return calendar.toString()
}
