import { type SQL, sql } from 'drizzle-orm'

/** Ids as one parameter, however many there are. */
export const uuidList = (ids: readonly string[]): SQL => sql`${sql.param(`{${ids.join(',')}}`)}::uuid[]`
