import { ProviderRefusal } from '#server/domain/payments/payment-gateway.ts'

/** What the library throws, as far as we look at it. */
interface StripeProblem { type?: string, code?: string, decline_code?: string, statusCode?: number }

/** Refusals that say something about this moment only. */
const PASSING = new Set(['rate_limit', 'lock_timeout', 'idempotency_key_in_use', 'balance_insufficient', 'api_key_expired', 'platform_api_key_expired'])

/** The same key was used for other words: something of it is there already. */
export const isOtherWords = (problem: unknown) => (problem as StripeProblem).type === 'StripeIdempotencyError'

/** Stripe understood and says no to this request. Its keys, its limits and its own trouble are for later, or for the owner. */
export const isNo = (problem: unknown) => {
  const { type, code } = problem as StripeProblem
  return (type === 'StripeInvalidRequestError' || type === 'StripeCardError') && !PASSING.has(code ?? '')
}

/** The error to throw for what the library threw. Neither carries what was sent. */
export function asRefusal(problem: unknown): Error {
  if (problem instanceof ProviderRefusal) return problem
  const { type, code, decline_code: decline, statusCode } = problem as StripeProblem
  if (isNo(problem)) return new ProviderRefusal(decline ?? code ?? 'refused', `Stripe says no: ${decline ?? code ?? type}`)
  return new Error(`Stripe does not answer: ${[type ?? (problem as Error).name, code, statusCode].filter(Boolean).join(' ')}`, { cause: problem })
}
