import type { EventRow, SessionRow, VenueRow } from '#drizzle/schema/index.ts'
import type { TicketTypeRow } from '#drizzle/schema/pricing.ts'
import { type QuotaLeft, tightestQuota } from '#server/domain/inventory/index.ts'
import type { SessionSummary, TicketTypeView } from '#shared/api/catalogue.ts'
import type { LocalText } from '#shared/text/local-text.ts'
import { priceRange } from './price-range.ts'

/** The organiser's cover, or the generated poster. Pages add `?locale=` and shape to the latter. */
export function posterUrl(event: Pick<EventRow, 'slug' | 'coverUrl'>): string {
  return event.coverUrl ?? `/posters/${encodeURIComponent(event.slug)}.svg`
}

/** What everybody may know of a session. `types` are its own ticket types, `priceNote` tells of the last change of their prices. */
export function sessionSummaryOf(session: SessionRow, venue: VenueRow, hall: { nameEn: string, nameZh: string }, types: readonly TicketTypeRow[], priceNote: LocalText | null): SessionSummary {
  const prices = priceRange(types)
  return {
    id: session.id,
    status: session.status,
    startsAt: session.startsAt.toISOString(),
    endsAt: session.endsAt.toISOString(),
    doorsAt: session.doorsAt?.toISOString() ?? null,
    saleStartsAt: session.saleStartsAt.toISOString(),
    saleEndsAt: session.saleEndsAt.toISOString(),
    venue: {
      slug: venue.slug,
      name: { en: venue.nameEn, zh: venue.nameZh },
      address: { en: venue.addressEn, zh: venue.addressZh },
      city: { en: venue.cityEn, zh: venue.cityZh },
      country: venue.country,
      timeZone: venue.timeZone,
      latitude: venue.latitude,
      longitude: venue.longitude
    },
    hall: { en: hall.nameEn, zh: hall.nameZh },
    priceFrom: prices?.from ?? null,
    priceTo: prices?.to ?? null,
    priceNote
  }
}

/** A ticket type as everybody may see it, with what `quotas` of its session leave of it. */
export function ticketTypeView(type: TicketTypeRow, quotas: readonly QuotaLeft[] = []): TicketTypeView {
  const quota = tightestQuota(quotas, type.id)
  return {
    id: type.id,
    name: { en: type.nameEn, zh: type.nameZh },
    categoryKey: type.categoryKey,
    price: { amountMinor: type.priceMinor, currency: type.currency },
    ...(quota && { quota: { name: quota.name, left: quota.left } })
  }
}
