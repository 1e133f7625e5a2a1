import { z } from 'zod'
import { instant, localText, uuid } from './primitives.ts'

/**
 * `GET /api/stats/...`: what the house, a publisher or one event sold. An admin asks about the whole house, a publisher gets what is of
 * his own events; an event or session of somebody else is 404. Money is in minor units, each currency by itself: sums over currencies do
 * not exist. Days are days of the calendar in `zone`, both ends included; what comes back are instants. docs/statistics.md says what is counted.
 */

/** Buckets of one reply; whoever wants more asks for larger ones, or twice. */
export const MOST_BUCKETS = 1_000
const MOST_ROWS = 500

const timeZone = z.string().max(64).refine(isTimeZone, { error: 'is a time zone of the IANA, such as Asia/Shanghai' })
const day = z.iso.date()
export const statsBucket = z.enum(['hour', 'day', 'week', 'month', 'quarter', 'year'])
export const statsFormat = z.enum(['json', 'csv'])

/** Of what: all that the caller may see, or a part of it. Several narrow it down together. */
const part = {
  event: uuid.optional(),
  session: uuid.optional(),
  /** With everything below it in the tree. */
  category: uuid.optional(),
  venue: uuid.optional(),
  /** Of this publisher; for admins. A publisher always asks about himself. */
  publisher: uuid.optional()
}

const span = {
  /** One day: short for `from` and `to` of the same. */
  date: day.optional(),
  from: day.optional(),
  /** Included. */
  to: day.optional(),
  /** Whose calendar. */
  zone: timeZone.default('UTC'),
  ...part
}

const hasDays = (query: { date?: string, from?: string, to?: string }) => query.date ? !query.from && !query.to : query.from !== undefined && query.to !== undefined && query.from <= query.to
const needsDays = { error: 'date, or from and to in this order', path: ['date'] }

/** `GET /api/stats/sales?date=2026-11-26&zone=Asia/Shanghai`, or with from and to. Without `bucket`: hours of one day, days of up to 92, else months. */
export const salesQuery = z.object({ ...span, bucket: statsBucket.optional(), format: statsFormat.default('json') }).refine(hasDays, needsDays)
/** `GET /api/stats/breakdown?by=event&...`. */
export const breakdownBy = z.enum(['event', 'session', 'category', 'venue', 'ticketType', 'method', 'publisher'])
export const breakdownQuery = z.object({ ...span, by: breakdownBy, limit: z.coerce.number().int().min(1).max(MOST_ROWS).default(50), format: statsFormat.default('json') }).refine(hasDays, needsDays)
/** `GET /api/stats/refunds?by=reason&...`. */
export const refundsBy = z.enum(['reason', 'method', 'event', 'session'])
export const refundsQuery = z.object({ ...span, by: refundsBy.default('reason'), limit: z.coerce.number().int().min(1).max(MOST_ROWS).default(50), format: statsFormat.default('json') }).refine(hasDays, needsDays)
/** `GET /api/stats/occupancy?from=&to=`: sessions that start in these days. */
export const occupancyQuery = z.object({ ...span, limit: z.coerce.number().int().min(1).max(MOST_ROWS).default(100), format: statsFormat.default('json') }).refine(hasDays, needsDays)
/** `GET /api/stats/users?...`: for admins. */
export const usersQuery = z.object({ date: span.date, from: span.from, to: span.to, zone: span.zone, bucket: statsBucket.optional(), format: statsFormat.default('json') }).refine(hasDays, needsDays)
/** `GET /api/stats/funnel?...`. */
export const funnelQuery = z.object(span).refine(hasDays, needsDays)
/** `GET /api/stats/holds?...`: how many were begun and abandoned, over time. */
export const holdsQuery = z.object({ ...span, bucket: statsBucket.optional(), format: statsFormat.default('json') }).refine(hasDays, needsDays)

/** What was sold and what became of it, in one currency. */
export const saleFigures = z.object({
  /** Paid, free ones too. */
  orders: z.int(),
  tickets: z.int(),
  /** Price of what was sold, after discounts. A ticket that takes the place of another is a sale of its own. */
  soldMinor: z.int(),
  /** Taken off by promo codes; not in `soldMinor`. */
  discountMinor: z.int(),
  /** Of `soldMinor`: paid by money of tickets that were changed, which was taken before. `soldMinor = takenMinor + creditMinor`. */
  creditMinor: z.int(),
  /** Money that came in, points among it: what the ledger says. */
  takenMinor: z.int(),
  /** Of `takenMinor`: points. */
  pointsMinor: z.int(),
  /** Money and points that went back, when they did. */
  backMinor: z.int(),
  /** `takenMinor - backMinor`: what the house has of it. */
  netMinor: z.int(),
  /** Times that money went back. */
  refunds: z.int(),
  /** Tickets that ended in this time, whenever they were sold: given back, changed for others, sold on. */
  endedTickets: z.int()
})

export const bucketSpan = z.object({ startsAt: instant, endsAt: instant })

/** The same figures as columns: one number for each bucket, in their order. */
export const saleColumns = z.object(Object.fromEntries(Object.keys(saleFigures.shape).map(key => [key, z.array(z.int())])) as { [K in keyof typeof saleFigures.shape]: z.ZodArray<z.ZodInt> })

export const salesReply = z.object({
  from: instant,
  /** The first instant that is not in it any more. */
  to: instant,
  zone: z.string(),
  bucket: statsBucket,
  /** When this was read: it is as of now. */
  asOf: instant,
  /** Without gaps, the empty ones too. */
  buckets: z.array(bucketSpan),
  /** In the order of what was sold; empty where nothing was. */
  currencies: z.array(z.object({ currency: z.string(), totals: saleFigures, series: saleColumns }))
})

/** A row of a breakdown: what it is about, by the name that a dashboard shows. */
const about = {
  /** Of the event, session, category, venue, ticket type or publisher; or the name of the method or reason. */
  key: z.string(),
  /** Null for methods and reasons: those are words of the house. */
  name: localText.nullable(),
  /** Of events, categories and venues. */
  slug: z.string().nullable(),
  /** Of sessions: when; of sessions and ticket types: of which event. */
  startsAt: instant.nullable(),
  timeZone: z.string().nullable(),
  event: z.object({ id: uuid, name: localText }).nullable()
}

/**
 * Ticket types know what was sold of them, not by which money: there `creditMinor`, `pointsMinor` and `refunds` are 0, `takenMinor` is
 * `soldMinor`, and `backMinor` the price of the tickets that ended. An order with two types counts in both. Methods know the money that came
 * by them, not for which tickets: there `tickets`, `discountMinor` and `endedTickets` are 0, and points that paid a part have a row of their own.
 */
export const breakdownReply = z.object({
  from: instant, to: instant, zone: z.string(), by: breakdownBy, asOf: instant,
  /** By what was sold, the most first; a thing that sold in two currencies has two rows. */
  rows: z.array(z.object({ ...about, currency: z.string(), figures: saleFigures })),
  /** All that is not in `rows`. */
  others: z.array(z.object({ currency: z.string(), rows: z.int(), figures: saleFigures })),
  totals: z.array(z.object({ currency: z.string(), figures: saleFigures }))
})

export const refundFigures = z.object({ refunds: z.int(), backMinor: z.int(), pointsMinor: z.int() })
export const refundsReply = z.object({
  from: instant, to: instant, zone: z.string(), by: refundsBy, asOf: instant,
  rows: z.array(z.object({ ...about, currency: z.string(), figures: refundFigures })),
  totals: z.array(z.object({ currency: z.string(), figures: refundFigures, takenMinor: z.int() })),
  /** Tickets that ended in these days, by how. */
  tickets: z.object({ refunded: z.int(), changed: z.int(), resold: z.int() }),
  /** Asked for and not gone yet, as of now, whenever that was. */
  waiting: z.array(z.object({ currency: z.string(), refunds: z.int(), backMinor: z.int() }))
})

export const occupancyReply = z.object({
  from: instant, to: instant, zone: z.string(), asOf: instant,
  /** By when they start. */
  sessions: z.array(z.object({
    id: uuid, status: z.enum(['scheduled', 'cancelled']), startsAt: instant, timeZone: z.string(),
    event: z.object({ id: uuid, slug: z.string(), name: localText }), venue: localText, hall: localText,
    /** Places of the hall without those off sale. */
    capacity: z.int(),
    /** With a ticket that is good, or was used. */
    sold: z.int(),
    used: z.int()
  })),
  /** All sessions of these days that take place, also those beyond `limit`. */
  totals: z.object({ sessions: z.int(), capacity: z.int(), sold: z.int(), used: z.int() })
})

export const usersReply = z.object({
  from: instant, to: instant, zone: z.string(), bucket: statsBucket, asOf: instant,
  buckets: z.array(bucketSpan),
  series: z.object({
    /** Accounts made. */
    joined: z.array(z.int()),
    /** Accounts that did something: ordered, or were seen with consent. Each counts once a bucket. */
    active: z.array(z.int()),
    /** Of those: ordered. */
    buyers: z.array(z.int())
  }),
  /** `active` and `buyers` count each account once in the whole time. `accounts`: there are, as of now. */
  totals: z.object({ joined: z.int(), active: z.int(), buyers: z.int(), accounts: z.int() })
})

/**
 * From looking to walking in. Visits are of those who consented (a visit: an event seen, not seen in the half hour before), so `hold` may
 * be more than `visit`: then no rate is to be shown. The other steps are exact.
 */
export const funnelReply = z.object({
  from: instant, to: instant, zone: z.string(), asOf: instant,
  steps: z.array(z.object({ step: z.enum(['visit', 'hold', 'order', 'paid', 'used']), of: z.enum(['visits', 'holds', 'orders', 'tickets']), count: z.int() })),
  /** Tickets of the orders of `paid`, to compare `used` with. */
  paidTickets: z.int(),
  /** Where people left: holds that ran out or were given up, orders that ran out, orders that were cancelled. */
  left: z.object({ holdsAbandoned: z.int(), ordersExpired: z.int(), ordersCancelled: z.int() })
})

export const holdsReply = z.object({
  from: instant, to: instant, zone: z.string(), bucket: statsBucket, asOf: instant,
  buckets: z.array(bucketSpan),
  /** `abandoned` counts when the hold ended, and places are those that it began with. */
  series: z.object({ begun: z.array(z.int()), places: z.array(z.int()), abandoned: z.array(z.int()) }),
  totals: z.object({ begun: z.int(), places: z.int(), abandoned: z.int() })
})

/** `GET /api/stats/events/:id/curve`: which share of the places was sold so many days before the session. */
export const curvePoint = z.object({ daysBefore: z.int(), share: z.number() })
export const curveReply = z.object({
  event: z.object({ id: uuid, slug: z.string(), name: localText }),
  asOf: instant,
  /** From the first sale on; the last point is today, or the day of the session. */
  sessions: z.array(z.object({ id: uuid, startsAt: instant, timeZone: z.string(), capacity: z.int(), sold: z.int(), points: z.array(curvePoint) })),
  /** All sessions of the event together. */
  points: z.array(curvePoint),
  /**
   * Sessions that are over, of the same category and a hall of half to twice the size: of the whole house for admins, of his own for a
   * publisher. Null where there are fewer than three.
   */
  similar: z.object({
    sessions: z.int(), basis: z.enum(['category-and-size', 'category']),
    /** A quarter of them had sold less than `low`, half less than `middle`, three quarters less than `high`. */
    points: z.array(z.object({ daysBefore: z.int(), low: z.number(), middle: z.number(), high: z.number() }))
  }).nullable()
})

/** `GET /api/stats/sessions/:id/speed`: how soon each seat was sold, for the map of the hall (`GET /api/plans/:planHash`). */
export const speedReply = z.object({
  sessionId: uuid,
  planHash: z.string(),
  saleStartsAt: instant,
  startsAt: instant,
  timeZone: z.string(),
  asOf: instant,
  seatCount: z.int(),
  /**
   * By the seat's index in the plan, as runs: `decodeRuns(secondsToSale, new Uint32Array(seatCount), ...)`. 0: never sold; else the seconds
   * from the start of the sale until it was paid, and one. What was sold before the sale began is 1, and a seat that came back counts by
   * the first time.
   */
  secondsToSale: z.array(z.int()),
  /** A quarter, half, three quarters of the sold seats were sold by then; null where nothing was. */
  quartiles: z.tuple([z.int(), z.int(), z.int()]).nullable(),
  /** Standing places sold, of so many. */
  areas: z.array(z.object({ key: z.string(), capacity: z.int(), sold: z.int(), medianSeconds: z.int().nullable() }))
})

function isTimeZone(name: string): boolean {
  try {
    new Intl.DateTimeFormat('en', { timeZone: name })
    return /^[A-Za-z]/.test(name)
  } catch {
    return false
  }
}

export type StatsBucket = z.infer<typeof statsBucket>
export type SalesQuery = z.output<typeof salesQuery>
export type BreakdownQuery = z.output<typeof breakdownQuery>
export type RefundsQuery = z.output<typeof refundsQuery>
export type OccupancyQuery = z.output<typeof occupancyQuery>
export type UsersQuery = z.output<typeof usersQuery>
export type FunnelQuery = z.output<typeof funnelQuery>
export type HoldsQuery = z.output<typeof holdsQuery>
export type SaleFigures = z.infer<typeof saleFigures>
export type SaleColumns = z.infer<typeof saleColumns>
export type SalesReply = z.infer<typeof salesReply>
export type BreakdownReply = z.infer<typeof breakdownReply>
export type RefundsReply = z.infer<typeof refundsReply>
export type OccupancyReply = z.infer<typeof occupancyReply>
export type UsersReply = z.infer<typeof usersReply>
export type FunnelReply = z.infer<typeof funnelReply>
export type HoldsReply = z.infer<typeof holdsReply>
export type CurveReply = z.infer<typeof curveReply>
export type SpeedReply = z.infer<typeof speedReply>
