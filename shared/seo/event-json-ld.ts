import type { EventReply, SessionSummary, StockReply } from '#shared/api/catalogue.ts'
import type { Locale } from '#shared/text/local-text.ts'
import { offsetDateTime } from '#shared/time/zoned.ts'
import { absolute, eventPath, LANGUAGE_TAGS, localePath } from './addresses.ts'
import type { JsonLd } from './json-ld.ts'
import { offersJsonLd } from './offers-json-ld.ts'

export interface EventJsonLdOptions {
  locale: Locale
  /** Origin of the site, without a slash at its end. */
  baseUrl: string
  /** What is left, where it is known: exact offers by ticket type instead of a range of prices. */
  stock?: StockReply
  now?: Date
}

/**
 * schema.org of an event: one session is an `Event`, several are an `EventSeries` of them (U-08). Times carry the offset of
 * the venue's zone; prices are all-in.
 */
export function eventJsonLd(event: EventReply, options: EventJsonLdOptions): JsonLd {
  const { sessions } = event
  const common = commonJsonLd(event, options)
  const parts = sessions.map(session => ({ ...common, ...sessionJsonLd(event, session, options) }))
  if (parts.length === 1) return { '@context': 'https://schema.org', '@type': 'Event', ...parts[0]! }
  const first = sessions[0]
  const last = sessions.at(-1)
  return {
    '@context': 'https://schema.org',
    '@type': 'EventSeries',
    ...common,
    'eventStatus': statusUrl(event.status === 'cancelled'),
    ...(first && last && {
      startDate: offsetDateTime(first.startsAt, first.venue.timeZone),
      endDate: offsetDateTime(last.endsAt, last.venue.timeZone),
      location: placeJsonLd(first, options.locale)
    }),
    'subEvent': parts.map(part => ({ '@type': 'Event', ...part }))
  }
}

function commonJsonLd(event: EventReply, { locale, baseUrl }: EventJsonLdOptions): JsonLd {
  const url = absolute(baseUrl, eventPath(event.slug, locale))
  return {
    name: event.name[locale],
    description: event.summary[locale],
    url,
    // Search engines read no SVG: the picture that links are shown with.
    image: [absolute(baseUrl, `/posters/${encodeURIComponent(event.slug)}.jpg?locale=${locale}`)],
    inLanguage: LANGUAGE_TAGS[locale],
    eventAttendanceMode: 'https://schema.org/OfflineEventAttendanceMode',
    organizer: { '@type': 'Organization', 'name': event.organiser[locale], 'url': event.publisher ? absolute(baseUrl, localePath(`/publishers/${encodeURIComponent(event.publisher.slug)}`, locale)) : url },
    ...(event.performers.length > 0 && {
      performer: event.performers.map(p => ({ '@type': p.kind === 'person' ? 'Person' : 'PerformingGroup', 'name': p.name[locale] }))
    })
  }
}

function sessionJsonLd(event: EventReply, session: SessionSummary, options: EventJsonLdOptions): JsonLd {
  const { timeZone } = session.venue
  const offers = offersJsonLd(session, {
    url: absolute(options.baseUrl, eventPath(event.slug, options.locale)),
    locale: options.locale,
    stock: options.stock?.sessions.find(s => s.sessionId === session.id),
    isCancelled: event.status === 'cancelled',
    now: options.now ?? new Date()
  })
  return {
    startDate: offsetDateTime(session.startsAt, timeZone),
    endDate: offsetDateTime(session.endsAt, timeZone),
    ...(session.doorsAt && { doorTime: offsetDateTime(session.doorsAt, timeZone) }),
    eventStatus: statusUrl(event.status === 'cancelled' || session.status === 'cancelled'),
    location: placeJsonLd(session, options.locale),
    ...(offers.length > 0 && { offers })
  }
}

function placeJsonLd({ venue, hall }: SessionSummary, locale: Locale): JsonLd {
  return {
    '@type': 'Place',
    'name': venue.name[locale] + (hall[locale] === venue.name[locale] ? '' : `${locale === 'zh' ? ' ' : ', '}${hall[locale]}`),
    'address': { '@type': 'PostalAddress', 'streetAddress': venue.address[locale], 'addressLocality': venue.city[locale], 'addressCountry': venue.country },
    ...(venue.latitude !== null && venue.longitude !== null && {
      geo: { '@type': 'GeoCoordinates', 'latitude': venue.latitude, 'longitude': venue.longitude }
    })
  }
}

function statusUrl(isCancelled: boolean): string {
  return `https://schema.org/${isCancelled ? 'EventCancelled' : 'EventScheduled'}`
}
