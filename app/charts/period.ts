import { localTime } from '#shared/time/zoned.ts'

/** Days of which somebody wants the figures, as `YYYY-MM-DD` of the calendar in a zone, both ends included. */
export interface Days { from: string, to: string }

export const PRESETS = ['today', '7d', '30d', '90d', '12m'] as const
export type Preset = (typeof PRESETS)[number]
export const BUCKETS = ['hour', 'day', 'week', 'month', 'quarter', 'year'] as const
export type Bucket = (typeof BUCKETS)[number]

/** As many as one answer has (shared/api/stats.ts). */
const MOST_BUCKETS = 1_000
/** On average, in days. */
const LENGTH: Record<Bucket, number> = { hour: 1 / 24, day: 1, week: 7, month: 30.4, quarter: 91.3, year: 365.2 }

/** The day that it is in `zone` at `now`. */
export function dayIn(zone: string, now: Date): string {
  const { year, month, day } = localTime(now, zone)
  return written(Date.UTC(year, month - 1, day))
}

/** The days of a preset that end today; twelve months are whole ones but for the running. */
export function daysOfPreset(preset: Preset, today: string): Days {
  if (preset === 'today') return { from: today, to: today }
  if (preset === '12m') {
    const [year, month] = today.split('-').map(Number) as [number, number]
    return { from: written(Date.UTC(year, month - 12, 1)), to: today }
  }
  return { from: shift(today, 1 - Number(preset.slice(0, -1))), to: today }
}

/** How many days there are from the first to the last. */
export function lengthOf({ from, to }: Days): number {
  return Math.round((Date.parse(to) - Date.parse(from)) / 86_400_000) + 1
}

/** What a period is compared with: as many days just before it; of more than a quarter the same days of a year before, for the season counts then. */
export function daysBefore(days: Days): Days {
  const length = lengthOf(days)
  if (length <= 92) return { from: shift(days.from, -length), to: shift(days.to, -length) }
  const years = Math.ceil(length / 366)
  return { from: yearsBack(days.from, years), to: yearsBack(days.to, years) }
}

/** In which steps a period can be shown: more than one, and not more than an answer holds. */
export function bucketsFor(days: Days): Bucket[] {
  const length = lengthOf(days)
  return BUCKETS.filter(bucket => length / LENGTH[bucket] <= MOST_BUCKETS - 2 && (length / LENGTH[bucket] > 1 || bucket === 'hour'))
}

/** The steps in which a period is shown where nobody says otherwise. */
export function usualBucket(days: Days): Bucket {
  const length = lengthOf(days)
  return length <= 2 ? 'hour' : length <= 92 ? 'day' : length <= 366 * 3 ? 'month' : 'year'
}

/** Whether both are days that exist, in their order, of at most ten years. */
export function areDays({ from, to }: Days): boolean {
  return isDay(from) && isDay(to) && from <= to && lengthOf({ from, to }) <= 3_660
}

const isDay = (text: string) => /^\d{4}-\d{2}-\d{2}$/.test(text) && !Number.isNaN(Date.parse(text)) && written(Date.parse(text)) === text
const written = (ms: number) => new Date(ms).toISOString().slice(0, 10)
const shift = (day: string, days: number) => written(Date.parse(day) + days * 86_400_000)

/** The 29th of February has the 28th before it. */
function yearsBack(day: string, years: number): string {
  const [year, month, date] = day.split('-').map(Number) as [number, number, number]
  const last = new Date(Date.UTC(year - years, month, 0)).getUTCDate()
  return written(Date.UTC(year - years, month - 1, Math.min(date, last)))
}
