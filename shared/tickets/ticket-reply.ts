import { z } from 'zod'
import { orderOccasion, orderTicket, ticketBlock } from '#shared/api/orders.ts'
import { instant, uuid } from '#shared/api/primitives.ts'

/** All that a ticket shows to whoever holds it. */
export const ticketReply = orderTicket.extend({
  orderId: uuid,
  reference: z.string(),
  holderName: z.string(),
  occasion: orderOccasion,
  /** It opens no door, for the reason that `blocked` tells. Pages kept by a browser of before lack that. */
  isBlocked: z.boolean(),
  blocked: ticketBlock.nullable().optional(),
  /** Its owner offers it to others: it is good until somebody pays for its place, and opens no door while somebody does. */
  resale: z.enum(['open', 'locked']).nullable(),
  /** What the QR code holds; null unless the ticket opens a door, or where the code moves. */
  code: z.string().nullable(),
  /** The QR code as SVG: black on white with its quiet zone. */
  qrSvg: z.string().nullable(),
  /** Of a code that moves: what stays, and the seed (base64url) of what changes. The phone completes it (shared/tickets/moving-code.ts). */
  moving: z.object({ still: z.string(), seed: z.string() }).nullable(),
  /** The organiser takes printed tickets. */
  allowsPaper: z.boolean(),
  /** Wallets of phones that it may go into. Pages kept by a browser of before lack it. */
  wallets: z.array(z.enum(['apple', 'google'])).optional(),
  /** It is offered to somebody, who has not accepted yet. */
  offeredTo: z.object({ name: z.string(), email: z.string() }).nullable()
})

/** `GET /api/orders/:id/tickets`. `now`: by what clock moving codes are judged. */
export const ticketListReply = z.object({ tickets: z.array(ticketReply), now: instant })

export type TicketReply = z.infer<typeof ticketReply>
export type TicketListReply = z.infer<typeof ticketListReply>
