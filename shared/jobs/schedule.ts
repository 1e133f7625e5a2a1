/** When a job runs by itself, in UTC: every day at a time, on a weekday (1: Monday to 7: Sunday), or on a day of the month (1 to 28, which every month has). */
export type Schedule = { every: 'day', at: string } | { every: 'week', weekday: number, at: string } | { every: 'month', day: number, at: string }

/** The newest time of the schedule that is not after `now`. */
export function lastDue(schedule: Schedule, now: Date): Date {
  const at = onSchedule(schedule, now, 0)
  return at <= now ? at : onSchedule(schedule, now, -1)
}

/** The first time of the schedule after `now`. */
export function nextDue(schedule: Schedule, now: Date): Date {
  const at = onSchedule(schedule, now, 0)
  return at > now ? at : onSchedule(schedule, now, 1)
}

/** The name of a time of the schedule: `2026-11-26` (of a day, or of the day of a week), `2026-11`. Two times never share one. */
export function logicalName(schedule: Schedule, at: Date): string {
  return at.toISOString().slice(0, schedule.every === 'month' ? 7 : 10)
}

function onSchedule(schedule: Schedule, near: Date, offset: number): Date {
  const [hour, minute] = schedule.at.split(':').map(Number) as [number, number]
  const [year, month] = [near.getUTCFullYear(), near.getUTCMonth()]
  if (schedule.every === 'month') return new Date(Date.UTC(year, month + offset, schedule.day, hour, minute))
  if (schedule.every === 'day') return new Date(Date.UTC(year, month, near.getUTCDate() + offset, hour, minute))
  const toWeekday = schedule.weekday - (near.getUTCDay() || 7)
  return new Date(Date.UTC(year, month, near.getUTCDate() + toWeekday + 7 * offset, hour, minute))
}
