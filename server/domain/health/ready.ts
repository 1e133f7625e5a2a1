import { sql } from 'drizzle-orm'
import type { Queryable } from '#drizzle/database.ts'

/**
 * Whether PostgreSQL answers and has every migration that this Foyer was built with, the newest of which was made at `schemaAt` (ms).
 * Throws what PostgreSQL or the way to it says where it does not answer. One that may not be looked at is taken to be right.
 */
export async function isReady(db: Queryable, schemaAt: number): Promise<boolean> {
  const [found] = await db.execute<{ exists: boolean, allowed: boolean }>(sql`
    select to_regclass('drizzle.__drizzle_migrations') is not null as exists,
      has_schema_privilege('drizzle', 'usage') and coalesce(has_table_privilege(to_regclass('drizzle.__drizzle_migrations'), 'select'), false) as allowed
    where exists (select from pg_namespace where nspname = 'drizzle')`)
  if (!found?.exists) return false
  if (!found.allowed) return true
  const [newest] = await db.execute<{ at: string | null }>(sql`select max(created_at) as at from drizzle.__drizzle_migrations`)
  return Number(newest?.at ?? 0) >= schemaAt
}

/** Which PostgreSQL it is: `18.4`. */
export async function readVersion(db: Queryable): Promise<string> {
  const [row] = await db.execute<{ server_version: string }>('show server_version')
  return row!.server_version.split(' ')[0]!
}
