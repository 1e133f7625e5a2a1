import { z } from 'zod'
import { instant, money, uuid } from './primitives.ts'

/** What admins are shown of money, and may do about it. */

/** What does not add up, or hangs: each is a part of the page. */
export const concernKind = z.enum(['surplus', 'unexplained', 'order-without-money', 'refund-failed', 'refund-waiting', 'payment-waiting', 'dispute', 'notice-waiting'])

export const concern = z.object({
  /** Of the payment, the refund, the order, or the provider's notice. */
  id: z.string(),
  /** Why it stands here: a word of the house, such as `places-gone`, `order-over`, `unmatched`. */
  why: z.string(),
  order: z.object({ id: uuid, reference: z.string() }).nullable(),
  /** Whose points the money was for, where it was for no order. */
  person: z.object({ id: uuid, name: z.string() }).nullable(),
  method: z.string(),
  amount: money.nullable(),
  /** Since when. */
  at: instant,
  /** When the provider was last asked. */
  askedAt: instant.nullable(),
  /** What the provider said, in its own words. */
  words: z.string().nullable(),
  /** The payment to ask the provider about, where it can be asked. */
  paymentId: uuid.nullable()
})

/** `GET /api/admin/money`: each part with how many there are, and the first of them, the longest waiting first. */
export const moneyReply = z.object({ parts: z.array(z.object({ kind: concernKind, count: z.int(), concerns: z.array(concern) })) })

/** `PUT /api/admin/payments/:id/look`: what became of the payment. */
export const lookedUpReply = z.object({ outcome: z.enum(['paid', 'returned', 'closed', 'open']) })
/** `PUT /api/admin/provider-events/:id/explained`: what it was, for the audit log. */
export const explainInput = z.strictObject({ note: z.string().trim().min(3).max(500).regex(/^(?:[^\p{Cc}\p{Cs}]|[\n\r\t])+$/u) })

export type ConcernKind = z.infer<typeof concernKind>
export type Concern = z.infer<typeof concern>
export type MoneyReply = z.infer<typeof moneyReply>
export type LookedUpReply = z.infer<typeof lookedUpReply>
