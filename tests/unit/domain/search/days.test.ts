import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { addDays, daysOf } from '#server/domain/search/days.ts'

const day = fc.date({ min: new Date('2000-01-01'), max: new Date('2099-12-31'), noInvalidDate: true }).map(date => date.toISOString().slice(0, 10))

describe('the days that somebody means', () => {
  it.each([
    ['today', '2026-11-21', '2026-11-21', '2026-11-21'], ['weekend', '2026-11-19', '2026-11-21', '2026-11-22'], ['weekend', '2026-11-22', '2026-11-21', '2026-11-22'],
    ['week', '2026-11-22', '2026-11-16', '2026-11-22'], ['week', '2026-11-23', '2026-11-23', '2026-11-29'], ['month', '2028-02-29', '2028-02-01', '2028-02-29'], ['month', '2026-12-31', '2026-12-01', '2026-12-31']
  ] as const)('%s on %s is %s to %s', (when, today, from, to) => {
    expect(daysOf(when, today)).toEqual({ from, to })
  })

  it('of a week, of its weekend and of a month hold together', () => {
    fc.assert(fc.property(day, (today) => {
      const week = daysOf('week', today)
      expect(week.from <= today && today <= week.to).toBe(true)
      expect(addDays(week.from, 6)).toBe(week.to)
      expect(daysOf('weekend', today)).toEqual({ from: addDays(week.from, 5), to: week.to })
      const month = daysOf('month', today)
      expect(month.from.slice(8)).toBe('01')
      expect(addDays(month.to, 1).slice(8)).toBe('01')
      expect(month.from <= today && today <= month.to).toBe(true)
    }))
  })
})
