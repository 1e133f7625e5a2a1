import type { DemoSession, Weekday } from './model.ts'

const WEEKDAYS: Weekday[] = ['sun', 'mon', 'tue', 'wed', 'thu', 'fri', 'sat']
const DAY_MS = 24 * 3600_000

/** The calendar day of an instant in a zone, as `YYYY-MM-DD`. */
export function dayIn(instant: Date, timeZone: string): string {
  return new Intl.DateTimeFormat('en-CA', { timeZone, year: 'numeric', month: '2-digit', day: '2-digit' }).format(instant)
}

/** When a session begins: the wanted weekday after `today`, weeks counted from there, at the wall clock of the venue. */
export function sessionStart(session: DemoSession, today: Date, timeZone: string): Date {
  const day = new Date(`${dayIn(today, timeZone)}T00:00:00Z`)
  const ahead = (WEEKDAYS.indexOf(session.day) - day.getUTCDay() + 7) % 7 || 7
  const date = new Date(day.getTime() + (ahead + session.week * 7) * DAY_MS).toISOString().slice(0, 10)
  return zonedInstant(date, session.time, timeZone)
}

/** Midnight of a day of the zone, `days` from today, plus a wall-clock time. */
export function daysFromToday(days: number, time: string, today: Date, timeZone: string): Date {
  const date = new Date(new Date(`${dayIn(today, timeZone)}T00:00:00Z`).getTime() + days * DAY_MS).toISOString().slice(0, 10)
  return zonedInstant(date, time, timeZone)
}

/** The instant at which the clocks of a zone show a local time. Asks twice, so that it is right on the day of a clock change. */
export function zonedInstant(date: string, time: string, timeZone: string): Date {
  const wall = Date.parse(`${date}T${time}:00Z`)
  const guess = wall - offsetMs(new Date(wall), timeZone)
  return new Date(wall - offsetMs(new Date(guess), timeZone))
}

function offsetMs(instant: Date, timeZone: string): number {
  const parts = new Intl.DateTimeFormat('en-US', {
    timeZone, hourCycle: 'h23', year: 'numeric', month: 'numeric', day: 'numeric', hour: 'numeric', minute: 'numeric', second: 'numeric'
  }).formatToParts(instant)
  const part = (type: Intl.DateTimeFormatPartTypes) => Number(parts.find(p => p.type === type)!.value)
  const shown = Date.UTC(part('year'), part('month') - 1, part('day'), part('hour'), part('minute'), part('second'))
  return shown - Math.floor(instant.getTime() / 1000) * 1000
}
