import { z } from 'zod'
import { orderOccasion, orderReply, orderState } from './orders.ts'
import { email, instant, money, personName, uuid } from './primitives.ts'

/** What a publisher asks of the orders of his own events, and an admin of everybody's. */

/** `GET /api/publishing/orders`. `q`: an order's number, or the beginnings of words of its buyer's name or address. The newest first. */
export const deskOrdersQuery = z.object({
  q: z.string().trim().max(200).regex(/^[^\p{Cc}\p{Cs}]*$/u).optional(),
  state: orderState.optional(),
  eventId: uuid.optional(),
  sessionId: uuid.optional(),
  cursor: z.string().max(100).optional(),
  limit: z.coerce.number().int().min(1).max(100).optional()
})

export const deskOrderRow = z.object({
  id: uuid,
  reference: z.string(),
  state: orderState,
  occasion: orderOccasion,
  contact: z.object({ name: z.string(), email: z.string() }),
  ticketCount: z.int(),
  total: money,
  createdAt: instant
})
export const deskOrdersReply = z.object({ orders: z.array(deskOrderRow), nextCursor: z.string().nullable() })

/** `GET /api/publishing/orders/:id`. */
export const deskOrderReply = z.object({
  order: orderReply,
  /** Tickets that can be taken back now: not used, handed on or disputed. `fee`: what the terms of the sale would keep at this moment; null where they say nothing any more. */
  refundable: z.array(z.object({ ticketId: uuid, paid: money, fee: money.nullable() })),
  /** What happened to it, the newest last. */
  history: z.array(z.object({
    at: instant,
    /** `house`: by itself. */
    by: z.enum(['buyer', 'desk', 'house']),
    /** Of somebody at a desk. */
    name: z.string().nullable(),
    action: z.string(),
    reason: z.string().nullable()
  }))
})

/** `PUT /api/publishing/orders/:id/contact`: of a guest's order. Its private link is made anew and sent to the new address. */
export const correctContactInput = z.strictObject({ name: personName, email })

/** `POST /api/publishing/orders/:id/refund`: takes tickets back, whatever the terms of the sale say. The reason is kept with it. */
export const deskRefundInput = z.strictObject({
  ticketIds: z.array(uuid).min(1).max(200),
  /** Kept of what was paid for each. */
  feePercent: z.int().min(0).max(100),
  reason: z.string().trim().min(3).max(500)
})

export type DeskOrderReply = z.infer<typeof deskOrderReply>
export type DeskOrderRow = z.infer<typeof deskOrderRow>
export type DeskOrdersReply = z.infer<typeof deskOrdersReply>
export type DeskRefundInput = z.infer<typeof deskRefundInput>
