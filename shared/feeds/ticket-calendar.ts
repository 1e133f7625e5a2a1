import { absolute } from '#shared/seo/addresses.ts'
import type { Locale } from '#shared/text/local-text.ts'
import { formatTime } from '#shared/time/format.ts'
import { type Instant, localTime } from '#shared/time/zoned.ts'
import { contentLines, textValue } from './ical-lines.ts'
import { zoneDefinition } from './zone-definition.ts'

/** Somebody's tickets of one show, in his language. */
export interface TicketEntry {
  id: string
  /** Where the tickets are, without any secret: calendars are shared. */
  path: string
  startsAt: Date
  endsAt: Date
  doorsAt: Date | null
  changedAt: Date
  timeZone: string
  isCancelled: boolean
  event: string
  venue: string
  address: string
  geo: { lat: number, lon: number } | null
  reference: string
  places: string[]
}

/** Reminders before the beginning: the day before, and in time to go. */
const ALARMS = ['-P1D', '-PT2H']

/** One's tickets as an iCalendar entry (RFC 5545) in the venue's own zone, with reminders. */
export function ticketCalendar(entry: TicketEntry, { baseUrl, locale }: { baseUrl: string, locale: Locale }): string {
  const say = (en: string, zh: string) => locale === 'zh' ? zh : en
  const url = absolute(baseUrl, locale === 'zh' ? `/zh${entry.path}` : entry.path)
  const description = [
    ...entry.places, ...(entry.doorsAt ? [say(`Doors ${formatTime(entry.doorsAt, entry.timeZone)}`, `${formatTime(entry.doorsAt, entry.timeZone)} 入场`)] : []),
    say(`Order ${entry.reference}`, `订单号 ${entry.reference}`), url
  ].join('\n')
  const alarm = (trigger: string) => ['BEGIN:VALARM', 'ACTION:DISPLAY', `TRIGGER:${trigger}`, `DESCRIPTION:${textValue(entry.event)}`, 'END:VALARM']
  return contentLines([
    'BEGIN:VCALENDAR', 'VERSION:2.0', `PRODID:-//Foyer//Foyer//${locale === 'zh' ? 'ZH' : 'EN'}`, 'METHOD:PUBLISH',
    ...zoneDefinition(entry.timeZone, entry.startsAt),
    'BEGIN:VEVENT', `UID:${entry.id}@${new URL(baseUrl).hostname}`,
    // Whoever fetches it again after a change has the entry moved, not doubled.
    `SEQUENCE:${Math.floor(entry.changedAt.getTime() / 1000) % 2 ** 31}`, `DTSTAMP:${wallClock(entry.changedAt, 'UTC')}Z`,
    `DTSTART;TZID=${entry.timeZone}:${wallClock(entry.startsAt, entry.timeZone)}`, `DTEND;TZID=${entry.timeZone}:${wallClock(entry.endsAt, entry.timeZone)}`,
    `SUMMARY:${textValue(entry.event)}`, `LOCATION:${textValue(`${entry.venue}, ${entry.address}`)}`, ...(entry.geo ? [`GEO:${entry.geo.lat};${entry.geo.lon}`] : []),
    `DESCRIPTION:${textValue(description)}`, `URL:${url}`, `STATUS:${entry.isCancelled ? 'CANCELLED' : 'CONFIRMED'}`,
    ...(entry.isCancelled ? [] : ALARMS.flatMap(alarm)),
    'END:VEVENT', 'END:VCALENDAR'
  ])
}

/** `20281224T193000`: what clocks in the zone show. */
function wallClock(at: Instant, timeZone: string): string {
  const { year, month, day, hour, minute, second } = localTime(at, timeZone)
  const two = (n: number) => String(n).padStart(2, '0')
  return `${year}${two(month)}${two(day)}T${two(hour)}${two(minute)}${two(second)}`
}
