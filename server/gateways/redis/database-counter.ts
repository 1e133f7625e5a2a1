import { sql } from 'drizzle-orm'
import type { Database } from '#drizzle/database.ts'
import { attemptCounters } from '#drizzle/schema/index.ts'

/**
 * The fallback of the rate limiter: fixed windows by the clock of Postgres, one statement, so tries at once are all counted.
 * Returns the milliseconds until the next try is allowed: 0 for this one.
 */
export async function countInDatabase(db: Database, key: string, limit: number, windowSeconds: number): Promise<number> {
  const t = attemptCounters
  // Not now(), which a try that waited for the row would take from before its wait.
  const isOver = sql`${t.windowEndsAt} <= clock_timestamp()`
  const end = sql`clock_timestamp() + make_interval(secs => ${windowSeconds})`
  const [row] = await db.insert(t)
    .values({ key, count: 1, windowEndsAt: end })
    .onConflictDoUpdate({
      target: t.key,
      set: {
        // Not beyond the first refusal: a flood must not count up to the end of the integers.
        count: sql`case when ${isOver} then 1 else least(${t.count}, ${limit}) + 1 end`,
        windowEndsAt: sql`case when ${isOver} then ${end} else ${t.windowEndsAt} end`
      }
    })
    .returning({ count: t.count, waitMs: sql<string>`extract(epoch from ${t.windowEndsAt} - clock_timestamp()) * 1000` })
  if (!row) throw new Error('The counter gave no row')
  return row.count <= limit ? 0 : Math.max(1, Number(row.waitMs))
}
