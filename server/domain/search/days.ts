/** Days of a calendar, both included: `2026-11-21`. */
export interface Days { from: string, to: string }

export type When = 'today' | 'weekend' | 'week' | 'month'

/** What `when` means on the day `today`: the Saturday and Sunday of this week, which begins on Monday; this week; this month. */
export function daysOf(when: When, today: string): Days {
  const monday = addDays(today, -((weekday(today) + 6) % 7))
  if (when === 'today') return { from: today, to: today }
  if (when === 'weekend') return { from: addDays(monday, 5), to: addDays(monday, 6) }
  if (when === 'week') return { from: monday, to: addDays(monday, 6) }
  const first = `${today.slice(0, 8)}01`
  return { from: first, to: addDays(`${addDays(first, 31).slice(0, 8)}01`, -1) }
}

export function addDays(day: string, count: number): string {
  return new Date(Date.parse(`${day}T00:00:00Z`) + count * 86_400_000).toISOString().slice(0, 10)
}

const weekday = (day: string) => new Date(`${day}T00:00:00Z`).getUTCDay()
