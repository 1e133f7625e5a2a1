import { createHmac, randomUUID } from 'node:crypto'
import type { Redis } from '@upstash/redis'
import type { Database } from '#drizzle/database.ts'
import type { GroupLimiter, Window } from '#server/domain/accounts/rate-limiter.ts'
import { DomainError } from '#shared/errors/domain-error.ts'
import type { RedisConnection } from './connect.ts'
import { countInDatabase } from './database-counter.ts'
import { memoryWindows } from './memory/windows.ts'
import { runScript } from './run-script.ts'
import { RATE_LIMIT } from './scripts/rate-limit.ts'

/** Which of the windows refuses a try, or null, and the milliseconds until the next is allowed. */
export interface Counted { refusedBy: number | null, waitMs: number }

/** Counts one try in all its windows, named by `keys`, or in none. */
export type CountTry = (keys: readonly string[], windows: readonly Window[]) => Promise<Counted>

/**
 * The rate limiter of a connection, with the table `attempt_counters` of `db` for when Redis is away. Who is counted, an e-mail, a phone or a
 * network, is kept as a hash by `nameKey` (256 bits), so that neither store tells of anybody (G-03).
 */
export function createRateLimiter(connection: RedisConnection, db: Database, nameKey: Uint8Array): GroupLimiter {
  const named = (key: string) => createHmac('sha256', nameKey).update(key).digest().subarray(0, 16).toString('base64url')
  const inStore = connection.kind === 'memory' ? memoryWindows() : countInRedis(connection.redis)
  const inDatabase = countOneByOne(db)

  async function count(names: readonly string[], tag: (name: string) => string, windows: readonly Window[]) {
    const { refusedBy, waitMs } = await inStore(names.map(name => `foyer:limit:${tag(name)}`), windows).catch((error: unknown) => {
      if (error instanceof DomainError && error.code === 'unavailable') return inDatabase(names, windows)
      throw error
    })
    return { refusedBy, retryAfterSeconds: Math.ceil(waitMs / 1000) }
  }

  return {
    async hit(key, limit, windowSeconds) {
      const { refusedBy, retryAfterSeconds } = await count([named(key)], name => `{${name}}`, [{ key, limit, windowSeconds }])
      return { allowed: refusedBy === null, retryAfterSeconds }
    },
    // One hash tag, so that the keys lie together where Redis is a cluster.
    hitAll: (group, windows) => count(windows.map(window => `${named(group)}:${named(window.key)}`), name => `{${name.replace(':', '}:')}`, windows)
  }
}

function countInRedis(redis: Redis): CountTry {
  return async (keys, windows) => {
    const [refusedBy, waitMs] = await runScript<[number, number]>(redis, RATE_LIMIT, [...keys], [randomUUID(), ...windows.flatMap(({ limit, windowSeconds, isNote }) => [limit, windowSeconds * 1000, isNote ? 1 : 0])])
    return { refusedBy: Number(refusedBy) === 0 ? null : Number(refusedBy) - 1, waitMs: Number(waitMs) }
  }
}

/** In Postgres each window is a row of its own: what came before the one that refuses stays counted, which is stricter, not laxer. */
function countOneByOne(db: Database): CountTry {
  return async (keys, windows) => {
    for (const [i, { limit, windowSeconds, isNote }] of windows.entries()) {
      const waitMs = await countInDatabase(db, keys[i]!, limit, windowSeconds)
      if (waitMs > 0 && !isNote) return { refusedBy: i, waitMs }
    }
    return { refusedBy: null, waitMs: 0 }
  }
}
