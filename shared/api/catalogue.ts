import { z } from 'zod'
import { instant, localText, money, uuid } from './primitives.ts'

/** A node of the category tree, with how many approved events lie in its subtree. */
export const category = z.object({
  id: uuid,
  slug: z.string(),
  parentSlug: z.string().nullable(),
  name: localText,
  eventCount: z.int(),
  /** Addresses that it had before: they still find it. */
  formerSlugs: z.array(z.string())
})
export const categoryListReply = z.object({ categories: z.array(category) })

/** Whether a visitor can buy now. `few-left`: under a tenth is free. */
export const availability = z.enum(['available', 'few-left', 'sold-out', 'not-yet', 'ended', 'cancelled'])

export const eventCard = z.object({
  id: uuid,
  slug: z.string(),
  name: localText,
  summary: localText,
  category: z.object({ slug: z.string(), name: localText }),
  posterUrl: z.string(),
  venue: z.object({ slug: z.string(), name: localText, city: localText, timeZone: z.string() }),
  /** The next session, or the last one of an event that is over. */
  startsAt: instant,
  lastStartsAt: instant,
  sessionCount: z.int(),
  /** The cheapest all-in price. */
  priceFrom: money.nullable(),
  availability
})

const localDay = z.iso.date()
const slug = z.string().max(120)
/** Whole units of the currency, as people say prices. */
const wholePrice = z.coerce.number().int().min(0).max(100_000_000)

/** `GET /api/events/search?q=&category=&city=&when=&sort=&cursor=`; every filter narrows, and one session must pass them all. */
export const searchEventsQuery = z.object({
  q: z.string().trim().max(200).optional(),
  /** With all below it in the tree. */
  category: z.string().max(80).optional(),
  /** In either language, whatever the case. */
  city: z.string().max(80).optional(),
  venue: slug.optional(),
  publisher: slug.optional(),
  /** By the clock and the calendar of the venue. */
  when: z.enum(['any', 'today', 'weekend', 'week', 'month']).optional(),
  /** Days at the venue, both included. */
  from: localDay.optional(),
  to: localDay.optional(),
  min: wholePrice.optional(),
  max: wholePrice.optional(),
  /** Of `min` and `max`; the one that most sessions sell in where it is not said. */
  currency: z.string().regex(/^[A-Z]{3}$/).optional(),
  /** `1`: only what can be bought now. */
  available: z.literal('1').optional(),
  /** `1`: with the counts beside the filters. */
  facets: z.literal('1').optional(),
  /** `relevance` where words are asked for, else `featured`. */
  sort: z.enum(['relevance', 'featured', 'soon', 'price', 'newest']).optional(),
  cursor: z.string().max(200).optional(),
  limit: z.coerce.number().int().min(1).max(100).optional()
})

/** How many events each choice would leave, all other filters as they are. Large catalogues count anew every few seconds. */
export const searchFacets = z.object({
  categories: z.array(z.object({ slug: z.string(), parentSlug: z.string().nullable(), name: localText, count: z.int() })),
  cities: z.array(z.object({ city: localText, count: z.int() })),
  when: z.object({ today: z.int(), weekend: z.int(), week: z.int(), month: z.int() }),
  /** Of the cheapest ticket, in whole units of `currency`; `to` null: and above. */
  prices: z.object({ currency: z.string(), bands: z.array(z.object({ from: z.int(), to: z.int().nullable(), count: z.int() })) }),
  available: z.int()
})

export const searchEventsReply = z.object({
  events: z.array(eventCard),
  total: z.int(),
  nextCursor: z.string().nullable(),
  cities: z.array(localText),
  /** Nothing has the words as they were typed; these are the results for `to`. */
  corrected: z.object({ from: z.string(), to: z.string() }).optional(),
  facets: searchFacets.optional(),
  /** Where nothing was found: how many events there are without one of the filters, and the nearest days that have some. */
  instead: z.object({ without: z.record(z.string(), z.int()), days: z.array(localDay) }).optional(),
  /** The venue and the publisher asked for, by name. */
  asked: z.object({ venue: localText.optional(), publisher: localText.optional() }).optional()
})

/** `GET /api/events/suggest?q=`: the few that somebody who types this most likely wants. */
export const suggestQuery = z.object({ q: z.string().trim().max(80) })
export const suggestReply = z.object({
  events: z.array(z.object({ slug: z.string(), name: localText, startsAt: instant, timeZone: z.string(), city: localText, posterUrl: z.string() })),
  venues: z.array(z.object({ slug: z.string(), name: localText, city: localText })),
  publishers: z.array(z.object({ slug: z.string(), name: localText })),
  categories: z.array(z.object({ slug: z.string(), name: localText }))
})

export const ticketType = z.object({
  id: uuid,
  name: localText,
  categoryKey: z.string(),
  price: money,
  /** The quota that has least left for this type, where quotas count it; with nothing left the type is sold out, whatever places are free. */
  quota: z.object({ name: localText, left: z.int() }).optional()
})

export const sessionSummary = z.object({
  id: uuid,
  status: z.enum(['scheduled', 'cancelled']),
  startsAt: instant,
  endsAt: instant,
  doorsAt: instant.nullable(),
  saleStartsAt: instant,
  saleEndsAt: instant,
  venue: z.object({
    slug: z.string(), name: localText, address: localText, city: localText, country: z.string(), timeZone: z.string(),
    latitude: z.number().nullable(), longitude: z.number().nullable()
  }),
  hall: localText,
  priceFrom: money.nullable(),
  priceTo: money.nullable(),
  /** A sentence on the last change, where the prices of the session move and have moved; `GET /api/sessions/:id/prices` tells all. */
  priceNote: localText.nullable().optional()
})

/** `GET /api/events/:slug`: everything of an event but its seats; safe to cache for everybody. */
export const eventReply = z.object({
  id: uuid,
  slug: z.string(),
  status: z.enum(['approved', 'cancelled', 'ended']),
  name: localText,
  summary: localText,
  /** HTML rendered from Markdown; holds no markup of the author's own. */
  descriptionHtml: localText,
  category: z.object({ slug: z.string(), name: localText }),
  organiser: localText,
  /** Whose page tells more; none where the account has no public page. */
  publisher: z.object({ slug: z.string(), name: localText }).nullable().optional(),
  performers: z.array(z.object({ name: localText, kind: z.enum(['person', 'group']) })),
  posterUrl: z.string(),
  /** Everybody who comes is named with a document. */
  needsIdentity: z.boolean(),
  sessions: z.array(sessionSummary),
  updatedAt: instant
})

/** `GET /api/tickets/:eventId/stock`: what is left, by session and price; fetched beside the cached page. */
export const stockReply = z.object({
  sessions: z.array(z.object({
    sessionId: uuid,
    availability,
    free: z.int(),
    capacity: z.int(),
    ticketTypes: z.array(ticketType.extend({ free: z.int(), capacity: z.int() }))
  }))
})

/** `GET /api/sessions/:id`: what the seat page needs beside the plan and the status. */
export const sessionReply = sessionSummary.extend({
  event: z.object({ id: uuid, slug: z.string(), name: localText, posterUrl: z.string() }),
  /** Address of the immutable plan: `/api/plans/:hash`. */
  planUrl: z.string(),
  perPersonLimit: z.int(),
  holdSeconds: z.int(),
  /** On what terms tickets may be given back, as of now; null: only where something is changed or cancelled. */
  /** Until when a ticket bought now may be changed for another seat or date, and at what fee; null: not at all. */
  changeTerms: z.object({ until: instant, feePercent: z.int() }).nullable(),
  refundTerms: z.object({ review: z.enum(['automatic', 'asked']), steps: z.array(z.object({ until: instant, feePercent: z.int() })) }).nullable(),
  ticketTypes: z.array(ticketType),
  /** Rules may change the prices while somebody chooses. */
  pricesMove: z.boolean().optional(),
  /** It has ended, by the server's clock. */
  isOver: z.boolean(),
  availability
})

/** `GET /api/sessions/:id/status`: two bits a seat (shared/seating/seat-status.ts), base64, and the places left of each area. */
export const sessionStatusReply = z.object({
  version: z.int(),
  seatCount: z.int(),
  packed: z.string(),
  areas: z.record(z.string(), z.object({ free: z.int(), capacity: z.int() }))
})

/**
 * One frame of `GET /api/sessions/:id/feed` (SSE, event `seats`, id = version): what changed since the frame before.
 * Event `snapshot` carries a whole `sessionStatusReply` instead.
 */
export const seatFrame = z.object({
  version: z.int(),
  /** [seat index, status] pairs. */
  seats: z.array(z.tuple([z.int(), z.int().min(0).max(3)])),
  areas: z.record(z.string(), z.object({ free: z.int(), capacity: z.int() }))
})

export type Category = z.infer<typeof category>
export type CategoryListReply = z.infer<typeof categoryListReply>
export type Availability = z.infer<typeof availability>
export type EventCard = z.infer<typeof eventCard>
export type SearchEventsQuery = z.infer<typeof searchEventsQuery>
export type SearchEventsReply = z.infer<typeof searchEventsReply>
export type SearchFacets = z.infer<typeof searchFacets>
export type SuggestReply = z.infer<typeof suggestReply>
export type EventReply = z.infer<typeof eventReply>
export type SessionSummary = z.infer<typeof sessionSummary>
export type SessionReply = z.infer<typeof sessionReply>
export type StockReply = z.infer<typeof stockReply>
export type SessionStatusReply = z.infer<typeof sessionStatusReply>
export type SeatFrame = z.infer<typeof seatFrame>
export type TicketTypeView = z.infer<typeof ticketType>
