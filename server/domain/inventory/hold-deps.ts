import type { Database } from '#drizzle/database.ts'
import type { HoldDoor } from './hold-door.ts'
import type { HoldStore } from './hold-store.ts'
import type { HoldWitness } from './hold-witness.ts'

/** What everything about holds needs: the fast gate, and the truth behind it. */
export interface HoldDeps {
  db: Database
  holds: HoldStore
  /** Asked before people hold anything; work of the house itself goes without. */
  door?: HoldDoor
  witness?: HoldWitness
}
