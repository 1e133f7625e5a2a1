import type { Database } from '#drizzle/database.ts'
import type { RateLimiter } from '#server/domain/accounts/index.ts'
import { type HoldStore, type Holder, readHold, saleSession } from '#server/domain/inventory/index.ts'
import { discountsOf, usablePromoCode } from '#server/domain/pricing/index.ts'
import type { PromoQuoteReply } from '#shared/api/orders.ts'
import { DomainError } from '#shared/errors/domain-error.ts'

/** Codes that one network may try in ten minutes: enough for a family with a bad pen, far too few to guess one. */
const TRIES = 40
const WINDOW_SECONDS = 600

/** Orders with a code that one network may try in the same time: as many as a busy sale behind one address makes, and no guessing either. */
const ORDERS = 200

/** Counts an order that brings a code, before it is made. @throws `rate-limited` */
export async function countPromoOrder({ limiter }: { limiter: RateLimiter }, network: string): Promise<void> {
  const tries = await limiter.hit(`promo-order:${network}`, ORDERS, WINDOW_SECONDS)
  if (!tries.allowed) throw new DomainError('rate-limited', { retryAfterSeconds: tries.retryAfterSeconds })
}

/**
 * What a code would take off what somebody holds. Nothing is used up by asking.
 * @throws `promo-code-refused`, `hold-expired`, `rate-limited`
 */
export async function quotePromoCode(
  deps: { db: Database, holds: HoldStore, limiter: RateLimiter }, holder: Holder & { network: string }, sessionId: string, input: { holdToken: string, promoCode: string }
): Promise<PromoQuoteReply> {
  const tries = await deps.limiter.hit(`promo:${holder.network}`, TRIES, WINDOW_SECONDS)
  if (!tries.allowed) throw new DomainError('rate-limited', { retryAfterSeconds: tries.retryAfterSeconds })
  const [sale, hold] = await Promise.all([saleSession(deps.db, sessionId), readHold(deps, holder, sessionId, input.holdToken)])
  const code = await usablePromoCode(deps.db, sale.session.eventId, input.promoCode)
  const discountMinor = discountsOf(code, hold.lines.map(l => ({ unitPriceMinor: l.unitPrice.amountMinor, quantity: l.quantity }))).reduce((sum, off) => sum + off, 0)
  const { currency } = hold.total
  return { promoCode: code.code, discount: { amountMinor: discountMinor, currency }, total: { amountMinor: hold.total.amountMinor - discountMinor, currency } }
}
