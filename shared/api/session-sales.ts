import { z } from 'zod'
import { instant, localText, money, uuid } from './primitives.ts'
import { resaleCounts } from './resale.ts'

/** `GET /api/publishing/sessions/:id`: how one session sells, for its publisher and for admins. */
export const sessionSalesReply = z.object({
  id: uuid,
  event: z.object({ id: uuid, slug: z.string(), name: localText, status: z.enum(['approved', 'cancelled', 'ended']) }),
  status: z.enum(['scheduled', 'cancelled']),
  startsAt: instant,
  saleStartsAt: instant,
  saleEndsAt: instant,
  venue: z.object({ name: localText, timeZone: z.string() }),
  hall: localText,
  planId: uuid,
  /** Places sold and for sale: all of the hall, without those that are off sale or kept. */
  capacity: z.int(),
  sold: z.int(),
  /** In orders that may still be paid. */
  pending: z.int(),
  /** Tickets that their buyers offer to others, that somebody is paying for, and that were sold on. */
  resale: resaleCounts,
  /** In the order in which they are sold; what they took in is after discounts, before refunds. */
  ticketTypes: z.array(z.object({ id: uuid, name: localText, categoryKey: z.string(), price: money, isRetired: z.boolean(), sold: z.int(), pending: z.int(), revenue: money }))
})

export type SessionSalesReply = z.infer<typeof sessionSalesReply>
