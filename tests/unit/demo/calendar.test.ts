import { describe, expect, it } from 'vitest'
import { daysFromToday, sessionStart, zonedInstant } from '#drizzle/demo/calendar.ts'
import { on } from '#drizzle/demo/model.ts'

describe('the demo calendar', () => {
  it('means the clock on the venue\'s wall, in summer and in winter', () => {
    expect(zonedInstant('2026-12-05', '19:30', 'Asia/Shanghai').toISOString()).toBe('2026-12-05T11:30:00.000Z')
    expect(zonedInstant('2026-12-05', '22:00', 'Europe/London').toISOString()).toBe('2026-12-05T22:00:00.000Z')
    expect(zonedInstant('2026-07-05', '22:00', 'Europe/London').toISOString()).toBe('2026-07-05T21:00:00.000Z')
    expect(zonedInstant('2026-10-25', '12:00', 'Europe/London').toISOString()).toBe('2026-10-25T12:00:00.000Z')
  })

  it('takes week 0 as the seven days after today, and never today', () => {
    const saturday = new Date('2026-11-21T04:00:00Z')
    expect(sessionStart(on('sun', 0, '10:00', 0), saturday, 'Asia/Shanghai').toISOString()).toBe('2026-11-22T02:00:00.000Z')
    expect(sessionStart(on('sat', 0, '10:00', 0), saturday, 'Asia/Shanghai').toISOString()).toBe('2026-11-28T02:00:00.000Z')
    expect(sessionStart(on('fri', 1, '19:30', 0), saturday, 'Asia/Shanghai').toISOString()).toBe('2026-12-04T11:30:00.000Z')
  })

  it('counts days from today in the zone, not in UTC', () => {
    expect(daysFromToday(0, '00:00', new Date('2026-11-21T18:00:00Z'), 'Asia/Shanghai').toISOString()).toBe('2026-11-21T16:00:00.000Z')
    expect(daysFromToday(4, '10:00', new Date('2026-11-21T04:00:00Z'), 'Asia/Shanghai').toISOString()).toBe('2026-11-25T02:00:00.000Z')
  })
})
