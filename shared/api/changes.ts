import { z } from 'zod'
import { holdToken } from './holds.ts'
import { instant, localeInput, localText, money, uuid } from './primitives.ts'

/**
 * Why a ticket cannot be changed. Of the ticket: used, refunded, transferred, changed, resold, blocked (its payment is disputed), offered (to
 * somebody else), on-sale (offered to all who want it), table (which is sold whole); of all: no-terms, too-late, cancelled, gift (a guest's), over, other-event.
 */
export const notChangeable = z.enum(['used', 'refunded', 'transferred', 'changed', 'resold', 'blocked', 'offered', 'on-sale', 'table', 'no-terms', 'too-late', 'cancelled', 'gift', 'over', 'other-event'])

/** Where a ticket is good for: an old one, or the new one. */
export const changePlace = z.object({
  sessionId: uuid, startsAt: instant, timeZone: z.string(), venue: localText,
  ticketType: localText, section: localText, row: z.string().nullable(), isTable: z.boolean().optional(), seat: z.string().nullable()
})

/** `GET /api/orders/:id/change`: which of its tickets can be changed now, and on what terms. */
export const changeOptionsReply = z.object({
  why: notChangeable.nullable(),
  /** Kept of the price of the old ticket. */
  feePercent: z.int(),
  until: instant.nullable(),
  tickets: z.array(z.object({ id: uuid, why: notChangeable.nullable(), paid: money, fee: money }))
})

/** `POST /api/orders/:id/change/quote`: the ticket, and the one place that is held instead of it. */
export const changeWish = z.strictObject({ ticketId: uuid, sessionId: uuid, holdToken })

export const changeQuoteReply = z.object({
  from: changePlace,
  to: changePlace,
  /** For the old ticket, and what is kept of it. */
  paid: money,
  fee: money,
  /** Of the new one. */
  price: money,
  /** One of the two is nothing. */
  pay: money,
  back: money
})

/** `POST /api/orders/:id/change`: the same, with the difference that was shown. Another one is not taken. */
export const changeInput = changeWish.extend({
  agreed: z.strictObject({ payMinor: z.int().min(0), backMinor: z.int().min(0) }),
  locale: localeInput.optional()
})

/** Of an order that takes the place of a ticket: that ticket, and what was agreed. */
export const orderChange = z.object({
  orderId: uuid, reference: z.string(), ticketId: uuid,
  from: changePlace, paid: money, fee: money, credit: money, back: money
})

export type NotChangeable = z.infer<typeof notChangeable>
export type ChangePlace = z.infer<typeof changePlace>
export type ChangeOptionsReply = z.infer<typeof changeOptionsReply>
export type ChangeWish = z.infer<typeof changeWish>
export type ChangeQuoteReply = z.infer<typeof changeQuoteReply>
export type ChangeInput = z.infer<typeof changeInput>
export type OrderChange = z.infer<typeof orderChange>
