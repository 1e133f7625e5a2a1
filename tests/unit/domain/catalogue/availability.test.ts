import { describe, expect, it } from 'vitest'
import { availabilityOf, eventAvailability } from '#server/domain/catalogue/availability.ts'
import { statusNow } from '#server/domain/catalogue/read-event.ts'

const at = (time: string) => new Date(`2026-12-05T${time}:00Z`)
const session = { status: 'scheduled' as const, saleStartsAt: at('10:00'), saleEndsAt: at('18:00'), endsAt: at('21:00') }
const of = (now: string, free: number, capacity = 100, changes = {}) => availabilityOf({ now: at(now), session: { ...session, ...changes }, free, capacity })

describe('whether a session can be bought', () => {
  it.each([
    ['09:59', 100, 'not-yet'], ['10:00', 100, 'available'], ['17:59', 10, 'available'], ['17:59', 9, 'few-left'], ['12:00', 0, 'sold-out'], ['18:00', 50, 'ended'], ['22:00', 0, 'ended']
  ])('at %s with %i of 100 free is %s', (now, free, expected) => {
    expect(of(now, free)).toBe(expected)
  })

  it('is cancelled whatever else holds', () => {
    expect(of('22:00', 0, 100, { status: 'cancelled' })).toBe('cancelled')
  })

  it('is sold out where nothing is for sale at all', () => {
    expect(of('12:00', 0, 0)).toBe('sold-out')
  })
})

describe('what an event offers', () => {
  it('is what its next session that can be bought offers', () => {
    expect(eventAvailability(['sold-out', 'few-left', 'available'])).toBe('few-left')
    expect(eventAvailability(['not-yet', 'available'])).toBe('available')
  })

  it('is the best that there is where nothing can be bought', () => {
    expect(eventAvailability(['sold-out', 'not-yet'])).toBe('not-yet')
    expect(eventAvailability(['ended', 'sold-out', 'cancelled'])).toBe('sold-out')
    expect(eventAvailability(['cancelled', 'cancelled'])).toBe('cancelled')
    expect(eventAvailability([])).toBe('ended')
  })

  it('is over with its last session and cancelled with all of them, without a job that says so', () => {
    const played = { status: 'scheduled' as const, endsAt: at('21:00') }
    const cancelled = { status: 'cancelled' as const, endsAt: at('21:00') }
    expect(statusNow('approved', [played, cancelled], at('20:59'))).toBe('approved')
    expect(statusNow('approved', [played, cancelled], at('21:00'))).toBe('ended')
    expect(statusNow('approved', [cancelled, cancelled], at('12:00'))).toBe('cancelled')
    expect(statusNow('approved', [], at('12:00'))).toBe('approved')
  })
})
