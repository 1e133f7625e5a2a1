import { type SQL, sql } from 'drizzle-orm'

/** In which bucket, from 0, a time lies: the database searches among their beginnings, whatever calendar made them. */
export function inBuckets(time: SQL, starts: readonly Date[]): SQL {
  return sql`width_bucket(${time}, ${`{${starts.map(start => start.toISOString()).join(',')}}`}::timestamptz[]) - 1`
}

export function withEnds(starts: readonly Date[], until: Date): { startsAt: string, endsAt: string }[] {
  return starts.map((start, at) => ({ startsAt: start.toISOString(), endsAt: (starts[at + 1] ?? until).toISOString() }))
}
