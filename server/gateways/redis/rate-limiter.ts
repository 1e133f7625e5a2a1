import { randomUUID } from 'node:crypto'
import type { Redis } from '@upstash/redis'
import type { Database } from '#drizzle/database.ts'
import type { RateLimiter } from '#server/domain/accounts/rate-limiter.ts'
import { DomainError } from '#shared/errors/domain-error.ts'
import type { RedisConnection } from './connect.ts'
import { countInDatabase } from './database-counter.ts'
import { memoryWindows } from './memory/windows.ts'
import { runScript } from './run-script.ts'
import { RATE_LIMIT } from './scripts/rate-limit.ts'

/** Counts one try and returns the milliseconds until the next is allowed: 0 for this one. */
export type CountTry = (key: string, limit: number, windowMs: number) => Promise<number>

/** The rate limiter of a connection, with the table `attempt_counters` of `db` for when Redis is away. */
export function createRateLimiter(connection: RedisConnection, db: Database): RateLimiter {
  const count = connection.kind === 'memory' ? memoryWindows() : countInRedis(connection.redis)
  return {
    async hit(key, limit, windowSeconds) {
      const waitMs = await count(key, limit, windowSeconds * 1000).catch((error: unknown) => {
        if (error instanceof DomainError && error.code === 'unavailable') return countInDatabase(db, key, limit, windowSeconds)
        throw error
      })
      return { allowed: waitMs === 0, retryAfterSeconds: Math.ceil(waitMs / 1000) }
    }
  }
}

function countInRedis(redis: Redis): CountTry {
  return async (key, limit, windowMs) => Number(await runScript<number>(redis, RATE_LIMIT, [`foyer:limit:{${key}}`], [limit, windowMs, randomUUID()]))
}
