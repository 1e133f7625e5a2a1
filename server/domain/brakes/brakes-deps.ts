import type { Database } from '#drizzle/database.ts'
import type { GroupLimiter } from '#server/domain/accounts/index.ts'

/** What the brakes need. */
export interface BrakesDeps {
  db: Database
  limiter: GroupLimiter
  /** Whether they are on at all: load tests turn them off. */
  areBrakesOn: boolean
}
