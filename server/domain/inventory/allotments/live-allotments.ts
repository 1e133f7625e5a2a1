import { and, inArray } from 'drizzle-orm'
import type { Queryable } from '#drizzle/database.ts'
import { allotments } from '#drizzle/schema/index.ts'
import { isLive } from './live.ts'

/** Those of some allotments that still keep their places. */
export async function liveAllotments(db: Queryable, ids: string[]): Promise<Set<string>> {
  if (ids.length === 0) return new Set()
  const rows = await db.select({ id: allotments.id }).from(allotments).where(and(inArray(allotments.id, ids), isLive))
  return new Set(rows.map(row => row.id))
}
