import { type LocalTime, localTime } from '#shared/time/zoned.ts'
import { formatDay } from '#shared/time/format.ts'
import type { Locale } from '#shared/text/local-text.ts'
import { endedBuckets } from './change.ts'
import type { ChartPlace } from './chart-spec.ts'
import type { Bucket } from './period.ts'

const MONTHS = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec']

/** What a bucket is called in full, below the line, and in a file. */
export function placeOfBucket(startsAt: string, bucket: Bucket, zone: string, locale: Locale): ChartPlace {
  const local = localTime(startsAt, zone)
  const { year, month, day, hour } = local
  const date = `${year}-${two(month)}-${two(day)}`
  if (bucket === 'hour') return { name: `${formatDay(startsAt, zone, locale)}${locale === 'zh' ? ' ' : ', '}${two(hour)}:00`, tick: `${two(hour)}:00`, plain: `${date} ${two(hour)}:00` }
  if (bucket === 'day') return { name: formatDay(startsAt, zone, locale), tick: shortDay(local, locale), plain: date }
  if (bucket === 'week') return { name: locale === 'zh' ? `${formatDay(startsAt, zone, 'zh')}起的一周` : `Week of ${formatDay(startsAt, zone, 'en')}`, tick: shortDay(local, locale), plain: date }
  if (bucket === 'month') return { name: monthOf(year, month, locale), tick: locale === 'zh' ? `${month}月` : MONTHS[month - 1]!, plain: `${year}-${two(month)}` }
  if (bucket === 'quarter') {
    const quarter = Math.ceil(month / 3)
    return { name: locale === 'zh' ? `${year}年第${quarter}季度` : `Q${quarter} ${year}`, tick: locale === 'zh' ? `${quarter}季度` : `Q${quarter}`, plain: `${year}-Q${quarter}` }
  }
  return { name: locale === 'zh' ? `${year}年` : String(year), tick: String(year), plain: String(year) }
}

/** The places of buckets, and from which of them on they are not over; `soFar` stands behind the name of the one that runs. */
export function placesOfBuckets({ buckets, bucket, zone, asOf }: { buckets: readonly { startsAt: string, endsAt: string }[], bucket: Bucket, zone: string, asOf: string }, locale: Locale, soFar: string): { places: ChartPlace[], openFrom: number } {
  const openFrom = endedBuckets(buckets, asOf)
  const places = buckets.map(({ startsAt }) => placeOfBucket(startsAt, bucket, zone, locale))
  const running = places[openFrom]
  if (running && Date.parse(buckets[openFrom]!.startsAt) <= Date.parse(asOf)) running.name += soFar
  return { places, openFrom }
}

const monthOf = (year: number, month: number, locale: Locale) => locale === 'zh' ? `${year}年${month}月` : `${MONTHS[month - 1]!} ${year}`
const shortDay = ({ month, day }: LocalTime, locale: Locale) => locale === 'zh' ? `${month}/${day}` : `${day} ${MONTHS[month - 1]!}`
const two = (value: number) => String(value).padStart(2, '0')
