import { sql } from 'drizzle-orm'
import type { Database } from '#drizzle/database.ts'
import type { UsersQuery, UsersReply } from '#shared/api/stats.ts'
import { inBuckets, withEnds } from './in-buckets.ts'
import { PEOPLE } from './people-facts.ts'
import { within } from './range.ts'
import { rolledUntil } from './roll-up.ts'
import { rowsOf } from './source.ts'
import { bucketsOf, spanOf, usualBucket } from './span.ts'

/** Accounts that were made, and that did something. Four queries. */
export async function readUsers({ db }: { db: Database }, query: UsersQuery): Promise<UsersReply> {
  const span = spanOf(query)
  const bucket = query.bucket ?? usualBucket(span)
  const starts = bucketsOf(span, bucket)
  const rolled = await rolledUntil(db)
  const [joined, active, [accounts]] = await Promise.all([
    db.execute<{ bucket: number, joined: number }>(sql`select ${inBuckets(sql`created_at`, starts)} as bucket, count(*)::int as joined from users where ${within(sql`created_at`, span)} group by 1`),
    // Each account once a bucket, and (bucket null) once in all.
    db.execute<{ bucket: number | null, active: number, buyers: number }>(sql`
      with seen as (select ${inBuckets(sql`quarter`, starts)} as bucket, user_id, bool_or(has_ordered) as has_ordered from ${rowsOf(PEOPLE, span, rolled)} people group by 1, 2)
      select bucket, count(*)::int as active, count(*) filter (where has_ordered)::int as buyers from seen group by 1
      union all
      select null, count(*)::int, count(*) filter (where has_ordered)::int from (select user_id, bool_or(has_ordered) as has_ordered from seen group by 1) once`),
    db.execute<{ count: number }>(sql`select count(*)::int as count from users where erased_at is null`)
  ])
  const column = <T extends { bucket: number | null }>(rows: Iterable<T>, of: (row: T) => number) => {
    const values = starts.map(() => 0)
    for (const row of rows) if (row.bucket !== null) values[row.bucket] = of(row)
    return values
  }
  const all = active.find(row => row.bucket === null)!
  return {
    from: span.from.toISOString(), to: span.until.toISOString(), zone: span.zone, bucket, asOf: new Date().toISOString(), buckets: withEnds(starts, span.until),
    series: { joined: column(joined, row => row.joined), active: column(active, row => row.active), buyers: column(active, row => row.buyers) },
    totals: { joined: joined.reduce((sum, row) => sum + row.joined, 0), active: all.active, buyers: all.buyers, accounts: accounts!.count }
  }
}
