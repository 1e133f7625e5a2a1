import type { Availability, SessionSummary } from '#shared/api/catalogue.ts'
import { hasEnded } from '#shared/time/has-ended.ts'
import { localTime } from '#shared/time/zoned.ts'

/** Sessions by the day of the venue's calendar, earliest first. */
export function sessionDays(sessions: readonly SessionSummary[]): { day: string, sessions: SessionSummary[] }[] {
  const days = new Map<string, SessionSummary[]>()
  for (const session of [...sessions].sort((a, b) => Date.parse(a.startsAt) - Date.parse(b.startsAt))) {
    const { year, month, day } = localTime(session.startsAt, session.venue.timeZone)
    const key = [year, String(month).padStart(2, '0'), String(day).padStart(2, '0')].join('-')
    days.set(key, [...days.get(key) ?? [], session])
  }
  return [...days].map(([day, of]) => ({ day, sessions: of }))
}

/** What the times alone say of a session, before the stock is known: null where only the stock can tell. */
export function knownAvailability(session: SessionSummary, now: number): Availability | null {
  if (session.status === 'cancelled') return 'cancelled'
  if (hasEnded(session, now) || Date.parse(session.saleEndsAt) <= now) return 'ended'
  return Date.parse(session.saleStartsAt) > now ? 'not-yet' : null
}

/** The cheapest and the dearest price of the sessions; null where none has a price. */
export function priceSpan(sessions: readonly SessionSummary[]) {
  const from = sessions.flatMap(s => s.priceFrom ?? []).sort((a, b) => a.amountMinor - b.amountMinor)[0]
  const to = sessions.flatMap(s => s.priceTo ?? []).sort((a, b) => b.amountMinor - a.amountMinor)[0]
  return from && to ? { from, to } : null
}
