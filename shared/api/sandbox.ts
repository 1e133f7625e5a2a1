import { z } from 'zod'
import { instant, money, uuid } from './primitives.ts'

/** How the sandbox sends the notices of a payment: as providers do on good and bad days. */
export const sandboxManner = z.enum(['once', 'twice', 'late', 'never', 'reordered'])

/** `POST /api/payments/sandbox/:paymentId`. */
export const sandboxAct = z.strictObject({
  outcome: z.enum(['pay', 'decline', 'dispute', 'win-dispute', 'lose-dispute']),
  manner: sandboxManner.optional(),
  /** The money comes so much later. */
  delaySeconds: z.int().min(0).max(3_600).optional(),
  /** Any name of a card: payments by the same one are counted together. Without it each is by a card of its own. */
  card: z.string().trim().min(1).max(40).optional()
})

/** What the sandbox's page shows: what a provider knows, and no more. */
export const sandboxPayment = z.object({
  id: uuid,
  state: z.enum(['open', 'processing', 'paid', 'cancelled']),
  reference: z.string(),
  title: z.string(),
  amount: money,
  expiresAt: instant,
  returnUrl: z.string()
})

export type SandboxManner = z.infer<typeof sandboxManner>
export type SandboxPaymentReply = z.infer<typeof sandboxPayment>
