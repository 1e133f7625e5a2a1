import { z } from 'zod'
import { instant, localeInput, money, uuid } from './primitives.ts'

/** A person's points: what there is, what moved them, and how more are bought. */

/** What moved points: a word of the house for each. */
export const walletEntryKind = z.enum(['welcome', 'bought', 'given', 'paid', 'set-aside', 'set-aside-back', 'refunded', 'other'])

export const walletEntry = z.object({
  id: z.string(),
  kind: walletEntryKind,
  /** Positive: into the wallet. */
  points: z.int(),
  at: instant,
  order: z.object({ id: uuid, reference: z.string() }).nullable(),
  /** Why an admin gave or took them. */
  note: z.string().nullable()
})

/** `GET /api/user/wallet?cursor=`: the newest first. One point is one minor unit of the house currency. */
export const walletQuery = z.object({ cursor: z.string().max(200).optional() })
export const walletReply = z.object({
  balance: z.int(),
  entries: z.array(walletEntry),
  nextCursor: z.string().nullable(),
  /** How points can be bought; no methods: not here. */
  topUp: z.object({ methods: z.array(z.string()), least: money, most: money })
})

/** `POST /api/user/wallet/top-ups`. */
export const topUpInput = z.strictObject({
  amountMinor: z.int().positive(),
  method: z.string().regex(/^[a-z-]{1,30}$/),
  isPhone: z.boolean().optional(),
  locale: localeInput.optional()
})
/** Where the browser must go to pay, or what a phone may scan. */
export const topUpStartedReply = z.object({ topUpId: uuid, redirectUrl: z.string(), qrSvg: z.string().nullable() })

/** `GET` and `PUT /api/user/wallet/top-ups/:id`: `returned`: the money goes back; `closed`: none was taken. */
export const topUpReply = z.object({
  id: uuid, state: z.enum(['open', 'paid', 'returned', 'closed']), amount: money, method: z.string(),
  /** The last try was declined; another is possible. */
  isDeclined: z.boolean()
})

/** `POST /api/admin/users/:id/points`: taken away where negative. `points-below-zero`. */
export const changePointsInput = z.strictObject({
  points: z.int().min(-5_000_000).max(5_000_000).refine(points => points !== 0),
  /** The person reads it. */
  reason: z.string().trim().min(3).max(500).regex(/^(?:[^\p{Cc}\p{Cs}]|[\n\r\t])+$/u)
})
export const changedPointsReply = z.object({ balance: z.int() })

export type WalletEntry = z.infer<typeof walletEntry>
export type WalletReply = z.infer<typeof walletReply>
export type TopUpStartedReply = z.infer<typeof topUpStartedReply>
export type TopUpReply = z.infer<typeof topUpReply>
