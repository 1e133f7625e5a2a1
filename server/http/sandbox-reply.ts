import type { House } from '#server/house.ts'
import type { SandboxPaymentReply } from '#shared/api/sandbox.ts'

/** A payment of the sandbox as its page shows it. */
export function sandboxReply(payment: Awaited<ReturnType<NonNullable<House['sandbox']>['show']>>): SandboxPaymentReply {
  const { id, state, reference, title, amountMinor, currency, expiresAt, returnUrl } = payment
  return { id, state, reference, title, amount: { amountMinor, currency }, expiresAt: expiresAt.toISOString(), returnUrl }
}
