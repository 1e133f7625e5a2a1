/** When a job runs by itself, in UTC: every day at a time, or on a day of the month (1 to 28, which every month has). */
export type Schedule = { every: 'day', at: string } | { every: 'month', day: number, at: string }

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

/** The name of a time of the schedule: `2026-11-26`, `2026-11`. Two times never share one. */
export function logicalName(schedule: Schedule, at: Date): string {
  return at.toISOString().slice(0, schedule.every === 'day' ? 10 : 7)
}

function onSchedule(schedule: Schedule, near: Date, offset: number): Date {
  const [hour, minute] = schedule.at.split(':').map(Number) as [number, number]
  const [year, month] = [near.getUTCFullYear(), near.getUTCMonth()]
  return new Date(schedule.every === 'day'
    ? Date.UTC(year, month, near.getUTCDate() + offset, hour, minute)
    : Date.UTC(year, month + offset, schedule.day, hour, minute))
}
