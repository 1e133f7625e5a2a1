import type { Database } from '#drizzle/database.ts'
import type { RateLimiter } from '#server/domain/accounts/rate-limiter.ts'
import type { HoldStore } from '#server/domain/inventory/hold-store.ts'
import { connectDatabase } from '#server/gateways/database/connect.ts'
import { createHoldStore } from '#server/gateways/redis/hold-store.ts'
import { createRateLimiter } from '#server/gateways/redis/rate-limiter.ts'
import { connectRedis } from '#server/gateways/redis/connect.ts'
import { type Settings, readSettings } from './settings.ts'

/** Everything that a running Foyer has: the one place where the domain meets its gateways. */
export interface House {
  settings: Settings
  db: Database
  holds: HoldStore
  limiter: RateLimiter
  close(): Promise<void>
}

/** Opens the house with the given settings. Nothing is connected before it is used. */
export function openHouse(settings: Settings): House {
  const database = connectDatabase(settings.databaseUrl, { pool: settings.databasePool })
  const redis = connectRedis(settings.redis)
  return {
    settings,
    db: database.db,
    holds: createHoldStore(redis),
    limiter: createRateLimiter(redis, database.db),
    close: async () => {
      await redis.close()
      await database.close()
    }
  }
}

let opened: House | undefined

/** The house of this process. */
export function house(): House {
  opened ??= openHouse(readSettings())
  return opened
}
