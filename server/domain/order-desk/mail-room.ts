import type { RateLimiter } from '#server/domain/accounts/index.ts'
import { DomainError } from '#shared/errors/domain-error.ts'

/** Mails of one order that a desk may send by hand, and within how many seconds: nobody's mailbox is filled by a nervous click. */
const MAILS = 5
const WITHIN_SECONDS = 3_600

/** Counts a mail of this order that somebody at a desk asks for. @throws `rate-limited` */
export async function requireMailRoom(limiter: RateLimiter, orderId: string): Promise<void> {
  const { allowed, retryAfterSeconds } = await limiter.hit(`order-mail:${orderId}`, MAILS, WITHIN_SECONDS)
  if (!allowed) throw new DomainError('rate-limited', { retryAfterSeconds })
}
