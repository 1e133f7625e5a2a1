import { type SQL, sql } from 'drizzle-orm'
import type { Vector } from './vector.ts'

/** Ids as one array parameter, so that a list of a thousand is the same statement as a list of ten. */
export function uuids(ids: readonly string[]): SQL {
  return sql`${`{${ids.join(',')}}`}::text::uuid[]`
}

/** A vector as one parameter. */
export function reals(vector: Vector): SQL {
  return sql`${`{${Array.from(vector).join(',')}}`}::text::real[]`
}
