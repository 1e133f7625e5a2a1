import { z } from 'zod'
import { orderOccasion } from './orders.ts'
import { instant, localText, money, uuid } from './primitives.ts'

/** `PUT /api/orders/refund/:orderId`: which tickets; left out, all that can be given back. */
export const refundWish = z.strictObject({
  ticketIds: z.array(uuid).min(1).max(200).optional(),
  reason: z.string().trim().max(500).optional()
})

const requestState = z.enum(['asked', 'approved', 'rejected', 'withdrawn'])

/** `GET /api/orders/:id/refund`: what its tickets are worth when they are given back now. */
export const refundOfferReply = z.object({
  way: z.enum(['right', 'automatic', 'asked', 'none']),
  feePercent: z.int().nullable(),
  until: instant.nullable(),
  /** All steps that were agreed at the sale, those that are over too. */
  steps: z.array(z.object({ until: instant, feePercent: z.int() })),
  tickets: z.array(z.object({ id: uuid, paid: money, fee: money, back: money })),
  /** The newest. */
  request: z.object({ state: requestState, ticketIds: z.array(uuid), back: money, askedAt: instant, decisionReason: z.string().nullable() }).nullable()
})

export const refundRequest = z.object({
  id: uuid,
  state: requestState,
  orderReference: z.string(),
  buyer: z.string(),
  occasion: orderOccasion,
  tickets: z.array(z.object({ id: uuid, ticketType: localText, section: localText, row: z.string().nullable(), isTable: z.boolean().optional(), seat: z.string().nullable() })),
  back: money,
  fee: money,
  reason: z.string(),
  askedAt: instant,
  decidedAt: instant.nullable(),
  decisionReason: z.string().nullable()
})
export const refundRequestList = z.object({ requests: z.array(refundRequest) })

/** `PUT /api/publishing/refund-requests/:id`. A rejection says why. */
export const refundDecision = z.strictObject({ approve: z.boolean(), reason: z.string().trim().max(500).default('') })
  .refine(decision => decision.approve || decision.reason !== '', { error: 'a rejection says why', path: ['reason'] })

/** What calling a session off would mean: one for each currency that was paid in. */
export const callOffFigures = z.object({ sessionId: uuid, orders: z.int(), tickets: z.int(), back: money, /** Orders whose payment a bank looks at: it decides, not the house. */ atBank: z.int() })

const sent = z.object({ refunds: z.int(), amount: money })
/** How far everybody's money of sessions that were called off has come. */
export const refundRun = z.object({
  id: uuid,
  event: z.object({ id: uuid, slug: z.string(), name: localText }),
  sessionIds: z.array(uuid),
  reason: z.string().nullable(),
  startedAt: instant,
  finishedAt: instant.nullable(),
  /** Paid or free orders that are over; that are left; of which a bank decides; of those left, that could not be ended at the last try. `unpaid`: cancelled before they were paid. */
  orders: z.object({ ended: z.int(), left: z.int(), atBank: z.int(), stuck: z.int(), unpaid: z.int() }),
  /** For each currency: what went back, what is on its way, what a provider refused. */
  money: z.array(z.object({ done: sent, waiting: sent, failed: sent }))
})

/** `GET /api/publishing/events/:id/calling-off`. */
export const callingOffReply = z.object({ sessions: z.array(callOffFigures), runs: z.array(refundRun) })
/** `GET /api/admin/refund-runs`: under way, or of the last 30 days. */
export const refundRunsReply = z.object({ runs: z.array(refundRun) })

export type CallOffFigures = z.infer<typeof callOffFigures>
export type RefundRunReply = z.infer<typeof refundRun>
export type CallingOffReply = z.infer<typeof callingOffReply>
export type RefundOfferReply = z.infer<typeof refundOfferReply>
export type RefundRequestReply = z.infer<typeof refundRequest>
