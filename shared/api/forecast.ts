import { z } from 'zod'
import { instant, localText, uuid } from './primitives.ts'

/** `GET /api/stats/sessions/:id/forecast`: how a session will have sold, never without how sure that is. docs/forecast.md says how. */

/** In eight of ten cases the truth is meant to lie between `low` and `high`. */
const range = z.object({ low: z.number(), middle: z.number(), high: z.number() })

export const forecastReply = z.object({
  session: z.object({ id: uuid, event: z.object({ id: uuid, name: localText }), startsAt: instant, timeZone: z.string(), capacity: z.int(), sold: z.int() }),
  asOf: instant,
  /**
   * `too-early`: too few sessions of its kind are over, or they went too differently, to say anything that helps. `sold-out`, `over`,
   * `cancelled`: there is nothing to forecast. `not-on-sale`: the sale has not begun.
   */
  state: z.enum(['forecast', 'too-early', 'not-on-sale', 'sold-out', 'over', 'cancelled']),
  /** Of `too-early`. */
  reason: z.enum(['few-sessions', 'too-wide']).nullable(),
  /** Sessions that were learned from, and which those were. */
  basis: z.object({ sessions: z.int(), kind: z.enum(['category-and-size', 'category', 'all']) }),
  /** How sure: 0.8. */
  level: z.number(),
  /** Tickets in the end; null unless the state is `forecast`, as are the rest. */
  expectedSold: range.nullable(),
  /** How likely the hall is to be full, 0 to 1. */
  sellOutChance: z.number().nullable(),
  /** When, where it is likelier than not: the early end, the middle and the late end. */
  sellOutAt: z.object({ earliest: instant, middle: instant, latest: instant }).nullable(),
  /** What was sold until now, and what is expected, by days to go. */
  past: z.array(z.object({ daysBefore: z.int(), sold: z.int() })),
  path: z.array(z.object({ daysBefore: z.int(), low: z.number(), middle: z.number(), high: z.number() })),
  /** Which share of their places sessions at this venue sell, from those that are over; null: too few. */
  venue: z.object({ name: localText, sessions: z.int(), low: z.number(), middle: z.number(), high: z.number() }).nullable()
})

export type ForecastReply = z.infer<typeof forecastReply>
