import { describe, expect, it } from 'vitest'
import { lastDue, logicalName, nextDue } from '#shared/jobs/schedule.ts'

const mondays = { every: 'week', weekday: 1, at: '12:00' } as const
const sundays = { every: 'week', weekday: 7, at: '12:00' } as const

describe('a schedule of every week', () => {
  it.each([
    ['a Monday before noon', '2026-11-23T11:59:59Z', '2026-11-16', '2026-11-23'],
    ['a Monday at noon', '2026-11-23T12:00:00Z', '2026-11-23', '2026-11-30'],
    ['a Thursday', '2026-11-26T19:00:00Z', '2026-11-23', '2026-11-30'],
    ['a Sunday, the end of its week', '2026-11-29T23:00:00Z', '2026-11-23', '2026-11-30'],
    ['the turn of the year', '2027-01-01T00:00:00Z', '2026-12-28', '2027-01-04']
  ])('on %s has its last and its next Monday', (_, now, last, next) => {
    expect(lastDue(mondays, new Date(now)).toISOString()).toBe(`${last}T12:00:00.000Z`)
    expect(nextDue(mondays, new Date(now)).toISOString()).toBe(`${next}T12:00:00.000Z`)
    expect(logicalName(mondays, nextDue(mondays, new Date(now)))).toBe(next)
  })

  it('ends its week on Sunday', () => {
    expect(lastDue(sundays, new Date('2026-11-26T19:00:00Z')).toISOString()).toBe('2026-11-22T12:00:00.000Z')
    expect(nextDue(sundays, new Date('2026-11-26T19:00:00Z')).toISOString()).toBe('2026-11-29T12:00:00.000Z')
  })
})
