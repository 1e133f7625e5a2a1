import { DomainError } from '#shared/errors/domain-error.ts'
import type { RateLimiter } from './rate-limiter.ts'

interface Limit { tries: number, windowSeconds: number }

/** NIST SP 800-63B allows 100 wrong tries in a row; these leave room for a family or an office behind one address. */
const LOGIN_OF_ACCOUNT: Limit = { tries: 30, windowSeconds: 15 * 60 }
const LOGIN_FROM_ADDRESS: Limit = { tries: 300, windowSeconds: 15 * 60 }
const REGISTER_OF_ACCOUNT: Limit = { tries: 10, windowSeconds: 60 * 60 }
const REGISTER_FROM_ADDRESS: Limit = { tries: 100, windowSeconds: 60 * 60 }

/** What counting tries needs. `leniency` multiplies the limits: a demo's passwords are no secret. */
export interface LimitDeps { limiter: RateLimiter, leniency?: number }

/** Counts a try to log in. @throws `rate-limited` */
export async function countLoginTry(deps: LimitDeps, email: string, address: string): Promise<void> {
  await count(deps, `login:address:${address}`, LOGIN_FROM_ADDRESS)
  await count(deps, `login:account:${email}`, LOGIN_OF_ACCOUNT)
}

/** Counts a try to register. @throws `rate-limited` */
export async function countRegisterTry(deps: LimitDeps, email: string, address: string): Promise<void> {
  await count(deps, `register:address:${address}`, REGISTER_FROM_ADDRESS)
  await count(deps, `register:account:${email}`, REGISTER_OF_ACCOUNT)
}

async function count({ limiter, leniency = 1 }: LimitDeps, key: string, limit: Limit): Promise<void> {
  const { allowed, retryAfterSeconds } = await limiter.hit(key, limit.tries * leniency, limit.windowSeconds)
  if (!allowed) throw new DomainError('rate-limited', { retryAfterSeconds })
}
