import { offsetMinutes, localTime } from '../time/zoned.ts'

const HOUR_MS = 3600_000
const YEAR_MS = 366 * 24 * HOUR_MS

/**
 * The VTIMEZONE of a zone around an instant (RFC 5545, section 3.6.5): the offset of a year before, and each change from then until a
 * year after. Calendars that do not know the name of the zone get the hour right by it.
 */
export function zoneDefinition(timeZone: string, around: Date): string[] {
  const from = new Date(around.getTime() - YEAR_MS)
  const changes = changesOf(timeZone, from, new Date(around.getTime() + YEAR_MS))
  const first = offsetMinutes(from, timeZone)
  const usual = Math.min(first, ...changes.map(change => change.after))
  return ['BEGIN:VTIMEZONE', `TZID:${timeZone}`, ...observance('19700101T000000', first, first, usual),
    ...changes.flatMap(({ at, before, after }) => observance(wallClock(at, before), before, after, usual)), 'END:VTIMEZONE']
}

/** When the offset changes, to the minute. */
function changesOf(timeZone: string, from: Date, until: Date): { at: Date, before: number, after: number }[] {
  const changes: { at: Date, before: number, after: number }[] = []
  const step = 24 * HOUR_MS
  for (let day = from.getTime(); day < until.getTime(); day += step) {
    const before = offsetMinutes(new Date(day), timeZone)
    const after = offsetMinutes(new Date(day + step), timeZone)
    if (before === after) continue
    let [early, late] = [day, day + step]
    while (late - early > 60_000) {
      const middle = Math.floor((early + late) / 2)
      if (offsetMinutes(new Date(middle), timeZone) === before) early = middle
      else late = middle
    }
    changes.push({ at: new Date(Math.round(late / 60_000) * 60_000), before, after })
  }
  return changes
}

function observance(start: string, before: number, after: number, usual: number): string[] {
  const kind = after > usual ? 'DAYLIGHT' : 'STANDARD'
  return [`BEGIN:${kind}`, `DTSTART:${start}`, `TZOFFSETFROM:${offset(before)}`, `TZOFFSETTO:${offset(after)}`, `END:${kind}`]
}

/** What clocks showed at an instant, by the offset before it: how RFC 5545 writes the onset. */
function wallClock(at: Date, before: number): string {
  const { year, month, day, hour, minute, second } = localTime(new Date(at.getTime() + before * 60_000), 'UTC')
  return `${year}${two(month)}${two(day)}T${two(hour)}${two(minute)}${two(second)}`
}

const offset = (minutes: number) => `${minutes < 0 ? '-' : '+'}${two(Math.floor(Math.abs(minutes) / 60))}${two(Math.abs(minutes) % 60)}`
const two = (n: number) => String(n).padStart(2, '0')
