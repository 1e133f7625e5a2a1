import type { RateLimiter } from '#server/domain/accounts/index.ts'
import { openAccess, saleSession } from '#server/domain/inventory/index.ts'
import type { OpenAccessReply } from '#shared/api/session-places.ts'
import { DomainError } from '#shared/errors/domain-error.ts'
import type { PlacesDeps } from './places-deps.ts'

/**
 * Codes that one network may ask for in ten minutes, and holds that may bring one: as many as a fan club behind one address makes,
 * whose every reload asks again. A code that the house made up is not guessed in a thousand years at this pace.
 */
const TRIES = 400
const WINDOW_SECONDS = 600

/** What a code opens for whoever typed it. Nothing is used up by asking. Throws `access-code-refused`, `rate-limited`, `not-found`. */
export async function openAccessFor(deps: PlacesDeps & { limiter: RateLimiter }, network: string, sessionId: string, typed: string): Promise<OpenAccessReply> {
  await count(deps.limiter, `access:${network}`, TRIES)
  await saleSession(deps.db, sessionId)
  const grant = await openAccess(deps.db, sessionId, typed)
  return { code: typed.trim().toUpperCase(), left: grant.left, perPerson: grant.perPerson, endsAt: grant.endsAt?.toISOString() ?? null, seats: grant.seats, areas: grant.areas }
}

/** Counts a hold that brings a code, before it is made. Throws `rate-limited`. */
export async function countAccessHold({ limiter }: { limiter: RateLimiter }, network: string): Promise<void> {
  await count(limiter, `access-hold:${network}`, TRIES)
}

async function count(limiter: RateLimiter, key: string, limit: number): Promise<void> {
  const tries = await limiter.hit(key, limit, WINDOW_SECONDS)
  if (!tries.allowed) throw new DomainError('rate-limited', { retryAfterSeconds: tries.retryAfterSeconds })
}
