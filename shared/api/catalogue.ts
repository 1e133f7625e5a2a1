import { z } from 'zod'
import { instant, localText, money, uuid } from './primitives.ts'

/** A node of the category tree, with how many approved events lie in its subtree. */
export const category = z.object({ slug: z.string(), parentSlug: z.string().nullable(), name: localText, eventCount: z.int() })
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

/** `GET /api/events/search?q=&category=&when=&cursor=`. */
export const searchEventsQuery = z.object({
  q: z.string().trim().max(200).optional(),
  category: z.string().max(80).optional(),
  city: z.string().max(80).optional(),
  when: z.enum(['any', 'today', 'weekend', 'month']).optional(),
  sort: z.enum(['featured', 'soon', 'price']).optional(),
  cursor: z.string().max(200).optional(),
  limit: z.coerce.number().int().min(1).max(100).optional()
})
export const searchEventsReply = z.object({ events: z.array(eventCard), total: z.int(), nextCursor: z.string().nullable(), cities: z.array(localText) })

export const ticketType = z.object({
  id: uuid,
  name: localText,
  categoryKey: z.string(),
  price: money
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
  priceTo: money.nullable()
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
  performers: z.array(z.object({ name: localText, kind: z.enum(['person', 'group']) })),
  posterUrl: z.string(),
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
  ticketTypes: z.array(ticketType),
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
export type Availability = z.infer<typeof availability>
export type EventCard = z.infer<typeof eventCard>
export type SearchEventsQuery = z.infer<typeof searchEventsQuery>
export type SearchEventsReply = z.infer<typeof searchEventsReply>
export type EventReply = z.infer<typeof eventReply>
export type SessionSummary = z.infer<typeof sessionSummary>
export type SessionReply = z.infer<typeof sessionReply>
export type StockReply = z.infer<typeof stockReply>
export type SessionStatusReply = z.infer<typeof sessionStatusReply>
export type SeatFrame = z.infer<typeof seatFrame>
export type TicketTypeView = z.infer<typeof ticketType>
