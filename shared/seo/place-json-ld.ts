import type { VenueReply } from '#shared/api/catalogue-places.ts'
import type { Locale } from '#shared/text/local-text.ts'
import { absolute, localePath } from './addresses.ts'
import type { JsonLd } from './json-ld.ts'

/** schema.org of a venue's own page. */
export function placeOfVenue(venue: VenueReply, { locale, baseUrl }: { locale: Locale, baseUrl: string }): JsonLd {
  const places = venue.halls.reduce((sum, hall) => sum + hall.places, 0)
  return {
    '@context': 'https://schema.org',
    '@type': 'PerformingArtsTheater',
    'name': venue.name[locale],
    'url': absolute(baseUrl, localePath(`/venues/${encodeURIComponent(venue.slug)}`, locale)),
    'address': { '@type': 'PostalAddress', 'streetAddress': venue.address[locale], 'addressLocality': venue.city[locale], 'addressCountry': venue.country },
    ...(venue.latitude !== null && venue.longitude !== null && { geo: { '@type': 'GeoCoordinates', 'latitude': venue.latitude, 'longitude': venue.longitude } }),
    ...(venue.website && { sameAs: venue.website }),
    ...(places > 0 && { maximumAttendeeCapacity: places })
  }
}
