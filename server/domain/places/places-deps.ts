import type { Database } from '#drizzle/database.ts'
import type { HoldStore } from '#server/domain/inventory/index.ts'

/** What the desk of places needs: the truth, and the store whose maps must show it. */
export interface PlacesDeps { db: Database, holds: HoldStore }
