import { sql } from 'drizzle-orm'
import type { Queryable } from '#drizzle/database.ts'
import type { Locale } from '#shared/text/local-text.ts'
import { USUAL_ZONE } from '#shared/time/usual-zone.ts'

export interface ReportReader { userId: string, role: 'publisher' | 'admin', zone: string }

const MAY_READ = sql`u.role in ('publisher', 'admin') and u.disabled_at is null and u.erased_at is null`

export async function countReportReaders(db: Queryable): Promise<number> {
  const [row] = await db.execute<{ n: number }>(sql`select count(*)::int as n from users u where ${MAY_READ}`)
  return row!.n
}

/** The next publishers and admins, by id. */
export async function reportReaders(db: Queryable, after: string | null, limit: number): Promise<ReportReader[]> {
  const rows = await db.execute<{ id: string, role: 'publisher' | 'admin', locale: Locale, time_zone: string | null }>(sql`
    select u.id, u.role, u.locale, u.time_zone from users u where ${MAY_READ} and ${after ? sql`u.id > ${after}::uuid` : sql`true`} order by u.id limit ${limit}`)
  return rows.map(row => ({ userId: row.id, role: row.role, zone: row.time_zone ?? USUAL_ZONE[row.locale] }))
}
