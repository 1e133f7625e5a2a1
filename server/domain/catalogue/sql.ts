import { type SQL, sql } from 'drizzle-orm'

/** Ids as one array parameter, so that a list of a thousand is the same statement as a list of ten. */
export function uuids(ids: readonly string[]): SQL {
  return sql`${`{${ids.join(',')}}`}::text::uuid[]`
}

/** What may be shown at an address of its own: on sale, over, or cancelled. Drafts and rejected events are nobody's business. */
export const PUBLIC_STATUSES = ['approved', 'cancelled', 'ended'] as const
