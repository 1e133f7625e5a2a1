import { randomBytes } from 'node:crypto'
import type { Database } from '#drizzle/database.ts'
import { type RateLimiter, createAccessTokens, createPasswordHasher } from '#server/domain/accounts/index.ts'
import { grantWelcomePoints, walletBalance } from '#server/domain/payments/index.ts'

/** Lets everybody try as often as they like. */
export const noLimit: RateLimiter = { hit: async () => ({ allowed: true, retryAfterSeconds: 0 }) }

/** A limiter that counts in memory and never forgets. */
export function countingLimiter(): RateLimiter & { tries: Map<string, number> } {
  const tries = new Map<string, number>()
  return {
    tries,
    async hit(key, limit, windowSeconds) {
      const count = (tries.get(key) ?? 0) + 1
      tries.set(key, count)
      return { allowed: count <= limit, retryAfterSeconds: count <= limit ? 0 : windowSeconds }
    }
  }
}

export function accountsUnderTest(db: Database) {
  return {
    db,
    limiter: noLimit,
    hasher: createPasswordHasher(),
    accessTokens: createAccessTokens(randomBytes(32), 'https://tickets.example'),
    wallet: { grantWelcomePoints, walletBalance },
    welcomePoints: 500
  }
}

export const rosalind = { email: 'rosalind@example.org', password: 'as you like it, 1599', displayName: 'Rosalind', locale: 'en' as const }
export const nowhere = { ip: '192.0.2.7', userAgent: 'a test' }
