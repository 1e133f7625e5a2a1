import { z } from 'zod'
import { instant, money, uuid } from './primitives.ts'

/**
 * Why a ticket cannot be offered to others: `off` the organiser has switched it off; `not-sold-out` there are places left, and it may be
 * given back; `not-public` it is out of an allotment or from a guest list; `table` it is a part of a table that is sold whole; `asked`
 * its organiser is asked to take it back; `transfer` it is on its way to somebody; `blocked` its payment is looked at; `used`, `gone`
 * (handed on or given back); `over` the sale has ended, or the show is cancelled.
 */
export const resaleRefusal = z.enum(['off', 'not-sold-out', 'not-public', 'table', 'asked', 'transfer', 'blocked', 'used', 'gone', 'over'])

export const resaleTicket = z.object({
  id: uuid,
  /** `possible`: it may be offered; `open`: it is; `locked`: somebody is paying for its place; `sold`; `refused`: see `why`. */
  state: z.enum(['possible', 'open', 'locked', 'sold', 'refused']),
  why: resaleRefusal.nullable(),
  /** What its buyer gets at most: what was paid for it. Once it is sold, what he got. */
  back: money,
  /** It was offered before, and nobody bought it. */
  hasLapsed: z.boolean()
})

/** `GET /api/orders/:id/resale`, and what the two writes reply. */
export const resaleReply = z.object({
  /** Nobody can buy it after that. */
  until: instant,
  tickets: z.array(resaleTicket)
})

/** Tickets of a session that are offered to others, being paid for, and sold on. */
export const resaleCounts = z.object({ open: z.int(), locked: z.int(), sold: z.int() })

export type ResaleRefusal = z.infer<typeof resaleRefusal>
export type ResaleReply = z.infer<typeof resaleReply>
