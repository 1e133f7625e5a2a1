import type { DraftSession } from '#shared/publishing/event-document.ts'
import { newId } from '#shared/ids/id.ts'
import { type Frequency, type Occurrence, type RecurrenceRule, occurrences } from '#shared/time/recurrence.ts'
import { minutesAfter } from './wall-clock.ts'

export type Repeat = 'once' | Frequency

/** The form for new sessions, as it is filled in. Minutes throughout; days as `2026-12-05`, times as `19:30`. */
export interface SessionPlan {
  venueId: string | null
  planId: string | null
  repeat: Repeat
  from: string
  times: string[]
  interval: number
  weekdays: number[]
  end: 'until' | 'count'
  until: string
  count: number
  exceptions: string[]
  minutes: number
  doors: number | null
  saleStartsAt: string | null
  saleEndsBefore: number
}

/** The sessions that the form describes, by the clock of the venue; none while it is unfinished. */
export function plannedSessions(plan: SessionPlan, timeZone: string): Occurrence[] {
  const times = plan.times.filter(Boolean)
  if (!plan.from || times.length === 0) return []
  const rule: RecurrenceRule = {
    frequency: plan.repeat === 'once' ? 'daily' : plan.repeat, interval: Math.max(1, plan.interval || 1), weekdays: plan.weekdays, times, from: plan.from, exceptions: plan.exceptions,
    ...(plan.repeat === 'once' ? { until: plan.from } : plan.end === 'count' ? { count: Math.max(1, plan.count || 1) } : plan.until ? { until: plan.until } : { count: 1 })
  }
  return occurrences(rule, timeZone)
}

export function sessionsOf(plan: SessionPlan, starts: readonly Occurrence[]): DraftSession[] {
  return starts.map(({ startsAt }) => ({
    key: newId(), status: 'scheduled', venueId: plan.venueId, planId: plan.planId, startsAt,
    endsAt: minutesAfter(startsAt, plan.minutes), doorsAt: plan.doors === null ? null : minutesAfter(startsAt, -plan.doors),
    saleStartsAt: plan.saleStartsAt, saleEndsAt: minutesAfter(startsAt, -plan.saleEndsBefore)
  }))
}
