import type { Database } from '#drizzle/database.ts'
import type { RateLimiter } from '#server/domain/accounts/index.ts'
import type { LineStore } from './line-store.ts'

/** What everything about the waiting room needs. */
export interface QueueDeps {
  db: Database
  line: LineStore
  limiter: RateLimiter
  /** Signs places and admissions. */
  queueKey: Buffer
  /** Whether places are counted by address. */
  areBrakesOn: boolean
}

/** Who waits: a browser, or somebody signed in, who is the same person in every browser. */
export interface Waiter {
  userId: string | null
  visitor: string
  /** Where he asks from, for limits; null: not known. */
  network?: string | null
}
