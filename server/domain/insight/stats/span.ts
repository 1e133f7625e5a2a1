import { MOST_BUCKETS, type StatsBucket } from '#shared/api/stats.ts'
import { DomainError } from '#shared/errors/domain-error.ts'
import { instantOf } from '#shared/time/zoned.ts'

/** Days of a calendar: from the first instant of one, before the first instant after another. */
export interface Span { from: Date, until: Date, zone: string, firstDay: string, lastDay: string }

const DAY_MS = 86_400_000
const HOUR_MS = 3_600_000

export function spanOf(query: { date?: string, from?: string, to?: string, zone: string }): Span {
  const [firstDay, lastDay] = [query.date ?? query.from!, query.date ?? query.to!]
  return { from: startOf(firstDay, query.zone), until: startOf(dayAfter(lastDay), query.zone), zone: query.zone, firstDay, lastDay }
}

/** Hours of one day, days of up to 92, months of more. */
export function usualBucket({ firstDay, lastDay }: Span): StatsBucket {
  const days = (Date.parse(lastDay) - Date.parse(firstDay)) / DAY_MS + 1
  return days === 1 ? 'hour' : days <= 92 ? 'day' : 'month'
}

/**
 * Where the buckets of a span begin, by the calendar of its zone; the first and the last may be cut off by its ends. Weeks begin on Monday.
 * Throws `invalid-input` where there are too many.
 */
export function bucketsOf(span: Span, bucket: StatsBucket): Date[] {
  const starts: Date[] = []
  for (let day = span.firstDay; day <= span.lastDay; day = dayAfter(day)) {
    if (bucket === 'hour') starts.push(...hoursOf(day, span.zone))
    else if (day === span.firstDay || isFirst(day, bucket)) starts.push(startOf(day, span.zone))
    if (starts.length > MOST_BUCKETS) throw new DomainError('invalid-input', { errors: [{ path: 'bucket', message: `at most ${MOST_BUCKETS} buckets`, code: 'custom' }] })
  }
  return starts
}

/** Hours as a clock passes them: a day has 23 or 25 of them when clocks are changed. */
function hoursOf(day: string, zone: string): Date[] {
  const [start, end] = [startOf(day, zone).getTime(), startOf(dayAfter(day), zone).getTime()]
  return Array.from({ length: Math.ceil((end - start) / HOUR_MS) }, (_, hour) => new Date(start + hour * HOUR_MS))
}

function isFirst(day: string, bucket: StatsBucket): boolean {
  const [, month, date] = day.split('-').map(Number)
  switch (bucket) {
    case 'week': return new Date(day).getUTCDay() === 1
    case 'month': return date === 1
    case 'quarter': return date === 1 && month! % 3 === 1
    case 'year': return date === 1 && month === 1
    default: return true
  }
}

/** The first instant of a day. */
export function startOf(day: string, zone: string): Date {
  const [year, month, date] = day.split('-').map(Number)
  return instantOf({ year: year!, month: month!, day: date!, hour: 0, minute: 0 }, zone)
}

const dayAfter = (day: string) => new Date(Date.parse(day) + DAY_MS).toISOString().slice(0, 10)
