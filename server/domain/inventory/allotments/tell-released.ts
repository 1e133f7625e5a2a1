import { sql } from 'drizzle-orm'
import type { Queryable } from '#drizzle/database.ts'
import type { HoldStore } from '../hold-store.ts'
import { allottedArea } from './allotted-area.ts'
import { tellKeeping } from './keeping.ts'
import type { Released } from './release.ts'

/** Tells the hold store of what was released. Areas that an allotment had to itself are empty from now on: they are not in Postgres any more. */
export async function tellReleased(deps: { db: Queryable, holds: HoldStore }, sessionId: string, released: Released): Promise<void> {
  if (released.standing.length > 0) {
    const [next] = await deps.db.execute<{ seq: string }>(sql`select nextval('claims_seq') as seq`)
    await deps.holds.tell(sessionId, { seats: [], areas: released.standing.map(gone => ({ areaKey: allottedArea(gone.areaKey, gone.allotmentId), capacity: 0, taken: 0, seq: Number(next!.seq) })) })
  }
  await tellKeeping(deps, sessionId, released.seats)
}
