import { z } from 'zod'
import { orderOccasion } from '#shared/api/orders.ts'
import { email, localText, localeInput, personName, uuid } from '#shared/api/primitives.ts'

/** `POST /api/held-tickets/:id/transfer`: who is to have it, and the language of his mail. */
export const transferInput = z.strictObject({ name: personName, email, locale: localeInput.optional() })

/** `PUT /api/held-tickets/:id/name`. */
export const nameInput = z.strictObject({ name: personName })

/** `GET /api/ticket-transfers/:id`: what somebody is offered. */
export const transferReply = z.object({
  id: uuid,
  state: z.enum(['offered', 'accepted', 'withdrawn']),
  giver: z.string(),
  name: z.string(),
  occasion: orderOccasion,
  section: localText,
  row: z.string().nullable(),
  isTable: z.boolean().optional(),
  seat: z.string().nullable(),
  ticketType: localText,
  /** Once accepted. */
  ticketId: uuid.nullable()
})

/** `POST /api/ticket-transfers/:id/accept`. `isInAccount`: it belongs to the account that accepted, else to the link. */
export const acceptedReply = z.object({ ticketId: uuid, isInAccount: z.boolean() })

export type TransferReply = z.infer<typeof transferReply>
export type AcceptedReply = z.infer<typeof acceptedReply>
