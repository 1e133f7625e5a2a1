import { type SQL, sql } from 'drizzle-orm'
import { localTime } from '#shared/time/zoned.ts'
import type { Extent } from '../table.ts'

/** Whose events `e`, and which. */
export function eventsWithin({ ownerId, eventId }: Extent): SQL {
  return sql`${ownerId ? sql`e.created_by = ${ownerId}` : sql`true`} and ${eventId ? sql`e.id = ${eventId}` : sql`true`}`
}

/** Rows behind the last one of the page before. */
export const behind = (column: SQL, after: string | null): SQL => after ? sql`${column} > ${after}::uuid` : sql`true`

/** `2026-12-05 19:30` by the clock at the venue, which every spreadsheet sorts. */
export function clockAt(instant: string | null, timeZone: string): string | null {
  if (!instant) return null
  const { year, month, day, hour, minute } = localTime(instant, timeZone)
  const two = (n: number) => String(n).padStart(2, '0')
  return `${year}-${two(month)}-${two(day)} ${two(hour)}:${two(minute)}`
}
