import type { RateLimiter } from '#server/domain/accounts/index.ts'
import { DomainError } from '#shared/errors/domain-error.ts'

/** What one person may ask of something costly. */
export interface Share {
  /** Whose share of what, for example `picture:<user id>`. */
  key: string
  /** At the same moment in this process, so that nobody keeps all the room by sending slowly. */
  atOnce: number
  /** In `windowSeconds`, over all processes. */
  limit: number
  windowSeconds: number
}

const underway = new Map<string, number>()

/** Does `work` where the person has not had his share. @throws `rate-limited` */
export async function withinShare<T>({ limiter }: { limiter: RateLimiter }, { key, atOnce, limit, windowSeconds }: Share, work: () => Promise<T>): Promise<T> {
  const now = underway.get(key) ?? 0
  if (now >= atOnce) throw new DomainError('rate-limited', { retryAfterSeconds: 2 })
  underway.set(key, now + 1)
  try {
    const { allowed, retryAfterSeconds } = await limiter.hit(key, limit, windowSeconds)
    if (!allowed) throw new DomainError('rate-limited', { retryAfterSeconds })
    return await work()
  } finally {
    const left = underway.get(key)! - 1
    if (left > 0) underway.set(key, left)
    else underway.delete(key)
  }
}
