import type { DraftSession } from '#shared/publishing/event-document.ts'
import { instantAt, minutesAfter, minutesBetween, wallClockOf } from './wall-clock.ts'

/** The session at another start: it lasts as long, and doors and the end of the sale keep their distance. */
export function movedTo(session: DraftSession, startsAt: string | null): Partial<DraftSession> {
  if (startsAt === null || session.startsAt === null) return { startsAt }
  const by = minutesBetween(session.startsAt, startsAt)
  const along = (instant: string | null) => instant === null ? null : minutesAfter(instant, by)
  return { startsAt, endsAt: along(session.endsAt), doorsAt: along(session.doorsAt), saleEndsAt: along(session.saleEndsAt) }
}

/** What can be changed of many sessions at once. */
export type BulkChange =
  | { field: 'time', value: string }
  | { field: 'minutes' | 'doors' | 'saleEnds', value: number }
  | { field: 'saleStarts', value: string | null }

export function bulkChanged(session: DraftSession, change: BulkChange, timeZone: string): Partial<DraftSession> {
  if (change.field === 'saleStarts') return { saleStartsAt: change.value }
  const { startsAt } = session
  if (startsAt === null) return {}
  if (change.field === 'time') return movedTo(session, instantAt(`${wallClockOf(startsAt, timeZone).slice(0, 10)}T${change.value}`, timeZone))
  if (change.field === 'minutes') return { endsAt: minutesAfter(startsAt, change.value) }
  if (change.field === 'doors') return { doorsAt: minutesAfter(startsAt, -change.value) }
  return { saleEndsAt: minutesAfter(startsAt, -change.value) }
}
