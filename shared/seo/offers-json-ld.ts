import type { Availability, SessionSummary, StockReply } from '#shared/api/catalogue.ts'
import { type Money, decimalAmount } from '#shared/money/money.ts'
import type { Locale } from '#shared/text/local-text.ts'
import { offsetDateTime } from '#shared/time/zoned.ts'
import type { JsonLd } from './json-ld.ts'

export interface OfferOptions {
  /** Where one buys. */
  url: string
  locale: Locale
  stock?: StockReply['sessions'][number]
  isCancelled: boolean
  now: Date
}

/** How schema.org calls what we call availability. It has no word for "over": nothing is to be had then. */
const AVAILABILITY: Record<Availability, string> = {
  'available': 'InStock', 'few-left': 'LimitedAvailability', 'sold-out': 'SoldOut', 'not-yet': 'PreOrder', 'ended': 'OutOfStock', 'cancelled': 'OutOfStock'
}

/** One `Offer` a ticket type where the stock is known, else one `AggregateOffer` of the range. Empty where nothing has a price. */
export function offersJsonLd(session: SessionSummary, options: OfferOptions): JsonLd[] {
  const { stock, url, locale } = options
  const shared = {
    url,
    validFrom: offsetDateTime(session.saleStartsAt, session.venue.timeZone),
    validThrough: offsetDateTime(session.saleEndsAt, session.venue.timeZone)
  }
  const overall = options.isCancelled ? 'cancelled' : stock?.availability ?? availabilityByTime(session, options.now)
  if (stock && stock.ticketTypes.length > 0) {
    return stock.ticketTypes.map(type => ({
      '@type': 'Offer',
      'name': type.name[locale],
      ...priced(type.price),
      'availability': availabilityUrl(type.free === 0 && (overall === 'available' || overall === 'few-left') ? 'sold-out' : overall),
      ...shared
    }))
  }
  if (!session.priceFrom || !session.priceTo) return []
  return [{
    '@type': 'AggregateOffer',
    'lowPrice': decimalAmount(session.priceFrom),
    'highPrice': decimalAmount(session.priceTo),
    'priceCurrency': session.priceFrom.currency,
    'availability': availabilityUrl(overall),
    ...shared
  }]
}

function availabilityByTime(session: SessionSummary, now: Date): Availability {
  if (session.status === 'cancelled') return 'cancelled'
  if (now >= new Date(session.saleEndsAt)) return 'ended'
  return now < new Date(session.saleStartsAt) ? 'not-yet' : 'available'
}

function priced(price: Money): JsonLd {
  return { price: decimalAmount(price), priceCurrency: price.currency }
}

function availabilityUrl(availability: Availability): string {
  return `https://schema.org/${AVAILABILITY[availability]}`
}
