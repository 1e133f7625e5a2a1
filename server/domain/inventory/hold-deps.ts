import type { Database } from '#drizzle/database.ts'
import type { HoldStore } from './hold-store.ts'

/** What everything about holds needs: the fast gate, and the truth behind it. */
export interface HoldDeps { db: Database, holds: HoldStore }
