import { describe, expect, it } from 'vitest'
import type { Availability, SessionSummary } from '#shared/api/catalogue.ts'
import { knownAvailability, priceSpan, sessionDays } from '../../../../app/utils/session-days.ts'
import { otherDates } from '../../../../app/utils/other-dates.ts'
import { shortDates } from '../../../../app/utils/short-dates.ts'

const text = (en: string) => ({ en, zh: en })
const session = (startsAt: string, more: Partial<SessionSummary> = {}): SessionSummary => ({
  id: startsAt, status: 'scheduled', startsAt, endsAt: new Date(Date.parse(startsAt) + 7_200_000).toISOString(), doorsAt: null,
  saleStartsAt: '2026-01-01T00:00:00.000Z', saleEndsAt: startsAt, hall: text('Main stage'), priceFrom: null, priceTo: null,
  venue: { slug: 'v', name: text('V'), address: text('A'), city: text('C'), country: 'CN', timeZone: 'Asia/Shanghai', latitude: null, longitude: null },
  ...more
})

describe('the sessions of an event', () => {
  it('are grouped by the day of the venue, not by the day of UTC', () => {
    const days = sessionDays([session('2026-12-06T16:30:00.000Z'), session('2026-12-06T11:00:00.000Z'), session('2026-12-06T15:59:00.000Z')])
    expect(days.map(d => [d.day, d.sessions.length])).toEqual([['2026-12-06', 2], ['2026-12-07', 1]])
    expect(days[0]!.sessions.map(s => s.startsAt)).toEqual(['2026-12-06T11:00:00.000Z', '2026-12-06T15:59:00.000Z'])
  })

  it('say what their times alone tell: cancelled, over, not yet on sale', () => {
    const now = Date.parse('2026-12-01T00:00:00Z')
    expect(knownAvailability(session('2026-12-06T11:00:00.000Z', { status: 'cancelled' }), now)).toBe('cancelled')
    expect(knownAvailability(session('2026-11-06T11:00:00.000Z'), now)).toBe('ended')
    expect(knownAvailability(session('2026-12-06T11:00:00.000Z', { saleStartsAt: '2026-12-02T00:00:00.000Z' }), now)).toBe('not-yet')
    expect(knownAvailability(session('2026-12-06T11:00:00.000Z'), now)).toBeNull()
  })

  it('that can be had elsewhere are those that are on sale or will be, the next first', () => {
    const [late, over, soon, gone] = ['2026-12-08T11:00:00.000Z', '2026-11-06T11:00:00.000Z', '2026-12-06T11:00:00.000Z', '2026-12-07T11:00:00.000Z'] as const
    const stockOf = (sessionId: string, availability: Availability) => ({ sessionId, availability, free: 0, capacity: 0, ticketTypes: [] })
    const stock = { sessions: [stockOf(late, 'not-yet'), stockOf(over, 'ended'), stockOf(soon, 'few-left'), stockOf(gone, 'sold-out')] }
    expect(otherDates({ sessions: [late, over, soon, gone].map(startsAt => session(startsAt)) }, stock).map(date => date.startsAt)).toEqual([soon, late])
  })

  it('span from the cheapest to the dearest price', () => {
    const cny = (amountMinor: number) => ({ amountMinor, currency: 'CNY' })
    expect(priceSpan([session('2026-12-06T11:00:00.000Z', { priceFrom: cny(300), priceTo: cny(900) }), session('2026-12-07T11:00:00.000Z', { priceFrom: cny(200), priceTo: cny(500) })]))
      .toEqual({ from: cny(200), to: cny(900) })
    expect(priceSpan([session('2026-12-06T11:00:00.000Z')])).toBeNull()
  })
})

describe('the days on a card', () => {
  it.each([
    ['2026-12-06T11:00:00Z', '2026-12-12T11:00:00Z', '6–12 Dec', '12月6日–12日'],
    ['2026-11-29T11:00:00Z', '2026-12-05T11:00:00Z', '29 Nov – 5 Dec', '11月29日–12月5日'],
    ['2026-12-06T11:00:00Z', '2026-12-06T14:00:00Z', '6 Dec', '12月6日'],
    ['2026-12-06T15:00:00Z', '2026-12-06T17:00:00Z', '6–7 Dec', '12月6日–7日']
  ])('from %s to %s are %s and %s', (from, to, en, zh) => {
    expect(shortDates(from, to, 'Asia/Shanghai', 'en')).toBe(en)
    expect(shortDates(from, to, 'Asia/Shanghai', 'zh')).toBe(zh)
  })
})
