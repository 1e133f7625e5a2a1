import { type SQL, sql } from 'drizzle-orm'

/** From an instant, before another; null: without that end. Ends of roll-ups lie on quarters of an hour. */
export interface Range { from: Date | null, until: Date | null }

/** The same, with ends that only the database knows. */
export interface Bounds { from: Date | SQL | null, until: Date | SQL | null }

/** Whether `time` lies in the range. */
export function within(time: SQL, { from, until }: Bounds): SQL {
  const parts = [...from ? [sql`${time} >= ${instantOf(from)}`] : [], ...until ? [sql`${time} < ${instantOf(until)}`] : []]
  return parts.length === 0 ? sql`true` : sql.join(parts, sql` and `)
}

/** The quarter of an hour in which an instant lies. */
export function quarterOf(time: SQL): SQL {
  return sql`date_bin('15 minutes', ${time}, '2000-01-01 00:00:00+00')`
}

const instantOf = (at: Date | SQL) => at instanceof Date ? instant(at) : at

export const instant = (at: Date): SQL => sql`${at.toISOString()}::timestamptz`

const later = (a: Date | null, b: Date | null) => a === null ? b : b === null ? a : a > b ? a : b

/** The part of a range before an instant. Null: none. */
export function before({ from, until }: Range, at: Date | null): Range | null {
  if (at === null || (from && from >= at)) return null
  return { from, until: until && until < at ? until : at }
}

/** The part of a range from an instant on. Null: none. */
export function since({ from, until }: Range, at: Date | null): Range | null {
  const begins = later(from, at)
  return begins && until && begins >= until ? null : { from: begins, until }
}
