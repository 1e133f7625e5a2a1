import { z } from 'zod'
import { orderChange } from './changes.ts'
import { holdToken } from './holds.ts'
import { email, instant, localeInput, localText, money, personName, uuid } from './primitives.ts'

/** As somebody typed it; upper and lower case are the same. */
export const promoCodeInput = z.string().trim().min(1).max(40).regex(/^[A-Za-z0-9-]+$/)

/** `POST /api/sessions/:id/promo-code`: what a code would take off a hold. It is used by `create` only, and may be gone by then. */
export const promoQuoteInput = z.strictObject({ holdToken, promoCode: promoCodeInput })
export const promoQuoteReply = z.object({ promoCode: z.string(), discount: money, total: money })

/** `POST /api/orders/create`. There is no price in it: the price is the hold's. */
export const createOrderInput = z.strictObject({
  sessionId: uuid,
  holdToken,
  /** Where tickets go. Signed-in customers may leave both out. */
  contact: z.strictObject({ name: personName, email }).optional(),
  promoCode: promoCodeInput.optional(),
  locale: localeInput.optional()
})

/** `POST /api/orders/pay/:orderId`. */
export const payOrderInput = z.strictObject({
  method: z.string().regex(/^[a-z-]{1,30}$/),
  /** Points of the wallet pay what they can, the method the rest. */
  usePoints: z.boolean().optional(),
  /** The payer has a phone in his hand: an app may be opened instead of a page. */
  isPhone: z.boolean().optional(),
  locale: localeInput.optional()
})

/** How a guest shows that an order is his: the secret from the reply to `create`, in this header or as `?secret=`. */
export const ORDER_SECRET_HEADER = 'x-order-secret'

export const orderLine = z.object({
  id: uuid,
  ticketType: localText,
  section: localText,
  /** Of a seat; where `isTable`, the table at which it stands. */
  row: z.string().nullable(),
  isTable: z.boolean().optional(),
  seat: z.string().nullable(),
  quantity: z.int(),
  unitPrice: money
})

export const orderTicket = z.object({
  id: uuid,
  state: z.enum(['valid', 'used', 'refunded', 'transferred', 'changed', 'resold']),
  /** The order of the ticket that took its place. */
  changedTo: z.object({ orderId: uuid, reference: z.string() }).optional(),
  section: localText,
  /** Of a seat; where `isTable`, the table at which it stands. */
  row: z.string().nullable(),
  isTable: z.boolean().optional(),
  seat: z.string().nullable(),
  ticketType: localText
})

/**
 * Why a ticket opens no door. `payment`: the payer's bank looks at its payment, and decides; `charged-back`: the bank has given the money
 * back, and the ticket is no longer good; `paid-back`: its money went back at the payment provider; `being-bought`: somebody is paying for its
 * place.
 */
export const ticketBlock = z.enum(['payment', 'charged-back', 'paid-back', 'being-bought'])

/** What an order page needs to say what it is for. */
export const orderOccasion = z.object({
  eventSlug: z.string(),
  event: localText,
  posterUrl: z.string(),
  sessionId: uuid,
  startsAt: instant,
  endsAt: instant,
  doorsAt: instant.nullable(),
  venue: localText,
  address: localText,
  city: localText,
  timeZone: z.string(),
  /** It will not take place. */
  isCancelled: z.boolean(),
  /** It has ended, by the server's clock. */
  isOver: z.boolean(),
  /** Everybody who comes is named with a document. */
  needsIdentity: z.boolean()
})

export const paymentMethod = z.object({
  /** `points`, `sandbox`, ... */
  name: z.string(),
  /** False with a reason where it is offered but cannot be used now. */
  usable: z.boolean(),
  reason: z.enum(['login-required', 'points-short', 'other-currency']).nullable(),
  /** Points in the wallet, for `points`. */
  balance: z.int().nullable()
})

export const orderPayment = z.object({
  id: uuid,
  method: z.string(),
  /** `started`: it may still be paid; `surplus`: its money goes back. */
  state: z.enum(['started', 'captured', 'failed', 'cancelled', 'surplus']),
  amount: money,
  points: z.int(),
  /** Why the last try came to nothing, in the provider's own word. */
  declined: z.string().nullable()
})

export const orderRefund = z.object({
  id: uuid,
  state: z.enum(['requested', 'done', 'failed']),
  method: z.string(),
  amount: money,
  points: z.int(),
  reason: z.string(),
  createdAt: instant,
  settledAt: instant.nullable()
})

export const orderState = z.enum(['pending', 'paid', 'expired', 'cancelled', 'partially_refunded', 'refunded'])

export const orderReply = z.object({
  id: uuid,
  reference: z.string(),
  state: orderState,
  occasion: orderOccasion,
  lines: z.array(orderLine),
  /** Of it, what a code took off; `total` is after it. */
  discount: money.nullable(),
  promoCode: z.string().nullable(),
  total: money,
  /** What is paid of it, beside what a changed ticket pays. */
  payable: money,
  /** It takes the place of a ticket, which ends when it is paid. */
  change: orderChange.nullable(),
  /** It was changed or cancelled after it was bought, and may be given back in full until then. */
  refundRight: z.object({ reason: z.string(), until: instant }).nullable(),
  /** It will not take place, and all of the money comes back by itself. `isAtBank`: a bank looks at the payment, and decides; `hasBankPaid`: it has given the money back. */
  calledOff: z.object({ reason: z.string().nullable(), isAtBank: z.boolean(), hasBankPaid: z.boolean() }).nullable(),
  /** `missing`: somebody who comes is not named yet; a pending order cannot be paid before. `none`: nobody needs to be. */
  attendees: z.enum(['none', 'missing', 'complete']),
  contact: z.object({ name: z.string(), email: z.string() }),
  /** Whoever has its link owns it, until it is taken into an account. */
  isGuests: z.boolean(),
  createdAt: instant,
  /** Only while pending. */
  expiresAt: instant.nullable(),
  remainingMs: z.int().nullable(),
  paidAt: instant.nullable(),
  paymentMethods: z.array(paymentMethod),
  /** What is known of the money: payments that were begun, newest first. */
  payments: z.array(orderPayment),
  /** Money on its way back, or back. */
  refunds: z.array(orderRefund),
  /** `blocked`: why one opens no door. */
  tickets: z.array(orderTicket.extend({ blocked: ticketBlock.nullable() }))
})

/** The reply to `create` also has the secret, once, for a guest. */
export const createdOrderReply = orderReply.extend({ guestSecret: z.string().nullable() })

/** The reply to `pay`: paid now, or where the browser must go to pay. */
export const payReply = z.object({
  order: orderReply,
  paymentId: uuid,
  redirectUrl: z.string().nullable(),
  /** The text of a QR code by which a phone pays, where the method has one. */
  qrText: z.string().nullable(),
  /** The same, drawn. */
  qrSvg: z.string().nullable()
})

export const orderSummary = z.object({
  id: uuid,
  reference: z.string(),
  state: orderState,
  occasion: orderOccasion,
  ticketCount: z.int(),
  /** Its tickets that ended were changed for others, and none was given back. */
  isChanged: z.boolean(),
  total: money,
  createdAt: instant
})
/** `GET /api/user/guest-orders`: bought as a guest with the proven address of the account; `POST` takes them into it. */
export const guestOrdersReply = z.object({ count: z.int() })
export const orderListReply = z.object({ orders: z.array(orderSummary), nextCursor: z.string().nullable() })

export type CreateOrderInput = z.infer<typeof createOrderInput>
export type PayOrderInput = z.infer<typeof payOrderInput>
export type PromoQuoteReply = z.infer<typeof promoQuoteReply>
export type OrderReply = z.infer<typeof orderReply>
export type CreatedOrderReply = z.infer<typeof createdOrderReply>
export type OrderSummary = z.infer<typeof orderSummary>
export type TicketBlock = z.infer<typeof ticketBlock>
export type OrderOccasion = z.infer<typeof orderOccasion>
export type PaymentMethod = z.infer<typeof paymentMethod>
export type PayReply = z.infer<typeof payReply>
