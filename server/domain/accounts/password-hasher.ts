import { availableParallelism } from 'node:os'
import { hash, verify } from '@node-rs/argon2'
import { verify as verifyBcrypt } from '@node-rs/bcrypt'
import { createWorkGate } from '#shared/flow/work-gate.ts'

/** OWASP Password Storage Cheat Sheet: Argon2id with 19 MiB, two passes, one lane. */
const COST = { memoryCost: 19456, timeCost: 2, parallelism: 1 }
const PREFIX = '$argon2id$v=19$m=19456,t=2,p=1$'

export interface PasswordHasher {
  /** The PHC string to store. */
  hash(password: string): Promise<string>
  /**
   * Whether `password` belongs to `stored`. Give null for an account that is not there or has no password: the work is then
   * the same, so that the time of an answer does not tell who has an account.
   */
  matches(password: string, stored: string | null): Promise<boolean>
  /** Whether `stored` was made with another cost than today's, or by bcrypt. */
  isOutdated(stored: string): boolean
}

/**
 * So many hashes at once, 19 MiB each: one core is left to everybody else. On two cores one at a time was as quick for 200 people
 * who log in together as four, and others waited 4 ms at the 95th percentile instead of 60 (tests/bench/login-storm.ts; S-03).
 */
const AT_ONCE = Math.min(4, Math.max(1, availableParallelism() - 1))

/**
 * A hasher that computes a few hashes at once and lets 256 wait: that bounds the memory which any crowd makes it take. It runs
 * on the thread pool, never on the event loop. Throws `unavailable` where the line is full.
 */
export function createPasswordHasher(limits: { atOnce?: number, mayWait?: number } = {}): PasswordHasher {
  const gate = createWorkGate(limits.atOnce ?? AT_ONCE, limits.mayWait ?? 256)
  let nobodysHash: Promise<string> | undefined

  return {
    hash: password => gate.run(() => hash(normalised(password), COST)),
    async matches(password, stored) {
      const against = stored ?? await (nobodysHash ??= hash('nobody has this password', COST))
      const isMatch = await gate.run(() => check(against, password).catch(() => false))
      return isMatch && stored !== null
    },
    isOutdated: stored => !stored.startsWith(PREFIX)
  }
}

/** Hashes that were brought in from another system are bcrypt's; that one took the characters as they came. */
function check(stored: string, password: string): Promise<boolean> {
  return /^\$2[aby]\$/.test(stored) ? verifyBcrypt(password, stored) : verify(stored, normalised(password))
}

/** The same characters typed on another system may arrive as other code points (NIST SP 800-63B 5.1.1.2). */
function normalised(password: string): string {
  return password.normalize('NFKC')
}
