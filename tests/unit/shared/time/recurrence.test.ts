import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { MOST_OCCURRENCES, type RecurrenceRule, occurrences } from '#shared/time/recurrence.ts'
import { isoWeekday, localTime, offsetDateTime } from '#shared/time/zoned.ts'

const rule = (changes: Partial<RecurrenceRule>): RecurrenceRule => ({ frequency: 'weekly', interval: 1, weekdays: [], times: ['19:30'], from: '2026-12-04', exceptions: [], ...changes })
const shown = (changes: Partial<RecurrenceRule>, zone = 'Asia/Shanghai') => occurrences(rule(changes), zone).map(o => offsetDateTime(o.startsAt, zone))
const days = (changes: Partial<RecurrenceRule>, zone?: string) => shown(changes, zone).map(text => text.slice(0, 10))

describe('a programme of sessions', () => {
  it('every Friday and Saturday, twice on each, until a day', () => {
    expect(shown({ weekdays: [5, 6], times: ['19:30', '14:00'], until: '2026-12-11' })).toEqual([
      '2026-12-04T14:00:00+08:00', '2026-12-04T19:30:00+08:00', '2026-12-05T14:00:00+08:00', '2026-12-05T19:30:00+08:00', '2026-12-11T14:00:00+08:00', '2026-12-11T19:30:00+08:00'
    ])
  })

  it('every third day, but for one, which does not count', () => {
    expect(days({ frequency: 'daily', interval: 3, count: 3, exceptions: ['2026-12-07'] })).toEqual(['2026-12-04', '2026-12-10', '2026-12-13'])
  })

  it('every second week begins on Monday, whatever day the first session is', () => {
    expect(days({ interval: 2, weekdays: [1, 5], count: 4 })).toEqual(['2026-12-04', '2026-12-14', '2026-12-18', '2026-12-28'])
  })

  it('the first Friday of the month, the last Saturday, and as the first day is', () => {
    expect(days({ frequency: 'monthly-by-weekday', weekdays: [5], ordinal: 1, count: 3 })).toEqual(['2026-12-04', '2027-01-01', '2027-02-05'])
    expect(days({ frequency: 'monthly-by-weekday', weekdays: [6], ordinal: -1, count: 3 })).toEqual(['2026-12-26', '2027-01-30', '2027-02-27'])
    expect(days({ frequency: 'monthly-by-weekday', from: '2026-12-29', count: 2 })).toEqual(['2026-12-29', '2027-01-26'])
  })

  it('V-18: the 29th of February is there every fourth year, the 31st in months that have one', () => {
    expect(days({ frequency: 'monthly-by-day', interval: 12, from: '2028-02-29', count: 2 })).toEqual(['2028-02-29', '2032-02-29'])
    expect(days({ frequency: 'monthly-by-day', from: '2027-01-31', count: 3 })).toEqual(['2027-01-31', '2027-03-31', '2027-05-31'])
    expect(days({ frequency: 'monthly-by-day', from: '2028-01-29', count: 2 })).toEqual(['2028-01-29', '2028-02-29'])
  })

  it('a rule that meets on no day has no sessions, and one without an end has its limit', () => {
    expect(days({ exceptions: ['2026-12-04'], until: '2026-12-10' })).toEqual([])
    expect(days({ from: '2026-12-04', until: '2026-12-03' })).toEqual([])
    expect(days({ frequency: 'daily' })).toHaveLength(MOST_OCCURRENCES)
    expect(days({ frequency: 'monthly-by-day', interval: 48, from: '2028-02-29' })).toEqual(['2028-02-29', '2032-02-29', '2036-02-29'])
  })
})

describe('V-18: when the clocks change', () => {
  it('half past seven in the evening stays half past seven, in Berlin and New York', () => {
    expect(shown({ from: '2027-03-27', frequency: 'daily', count: 3 }, 'Europe/Berlin')).toEqual(['2027-03-27T19:30:00+01:00', '2027-03-28T19:30:00+02:00', '2027-03-29T19:30:00+02:00'])
    expect(shown({ from: '2026-10-31', frequency: 'daily', count: 3 }, 'America/New_York')).toEqual(['2026-10-31T19:30:00-04:00', '2026-11-01T19:30:00-05:00', '2026-11-02T19:30:00-05:00'])
  })

  it('a time that is skipped starts an hour later that day, and says so', () => {
    const berlin = occurrences(rule({ from: '2027-03-27', frequency: 'daily', times: ['02:30'], count: 3 }), 'Europe/Berlin')
    expect(berlin.map(o => [offsetDateTime(o.startsAt, 'Europe/Berlin'), o.isMoved])).toEqual([['2027-03-27T02:30:00+01:00', false], ['2027-03-28T03:30:00+02:00', true], ['2027-03-29T02:30:00+02:00', false]])
    const newYork = occurrences(rule({ from: '2027-03-14', frequency: 'daily', times: ['02:15'], count: 1 }), 'America/New_York')
    expect(newYork).toEqual([{ startsAt: '2027-03-14T07:15:00.000Z', isMoved: true }])
  })

  it('two times of which one is skipped do not become two sessions at once', () => {
    expect(shown({ from: '2027-03-28', frequency: 'daily', times: ['02:30', '03:30'], count: 2 }, 'Europe/Berlin')).toEqual(['2027-03-28T03:30:00+02:00', '2027-03-29T02:30:00+02:00'])
  })

  it('of a time that happens twice the first is meant', () => {
    expect(shown({ from: '2026-10-25', frequency: 'daily', times: ['02:30'], count: 1 }, 'Europe/Berlin')).toEqual(['2026-10-25T02:30:00+02:00'])
    expect(shown({ from: '2026-11-01', frequency: 'daily', times: ['01:30'], count: 1 }, 'America/New_York')).toEqual(['2026-11-01T01:30:00-04:00'])
  })
})

describe('whatever the rule', () => {
  const anyDay = fc.date({ min: new Date('2026-01-01'), max: new Date('2032-12-31'), noInvalidDate: true }).map(date => date.toISOString().slice(0, 10))
  const anyTime = fc.tuple(fc.integer({ min: 0, max: 23 }), fc.integer({ min: 0, max: 59 })).map(([h, m]) => `${String(h).padStart(2, '0')}:${String(m).padStart(2, '0')}`)
  const anyRule: fc.Arbitrary<RecurrenceRule> = fc.record({
    frequency: fc.constantFrom('daily', 'weekly', 'monthly-by-weekday', 'monthly-by-day'),
    interval: fc.integer({ min: 1, max: 6 }), weekdays: fc.uniqueArray(fc.integer({ min: 1, max: 7 }), { maxLength: 7 }),
    times: fc.array(anyTime, { minLength: 1, maxLength: 3 }), from: anyDay, count: fc.integer({ min: 1, max: 30 }), exceptions: fc.array(anyDay, { maxLength: 3 })
  })
  const zones = fc.constantFrom('Asia/Shanghai', 'Europe/Berlin', 'America/New_York', 'Australia/Lord_Howe', 'UTC')

  it('sessions come in order, never twice, not before the first day, not on an exception, and at the times that were asked', () => {
    fc.assert(fc.property(anyRule, zones, (wish, zone) => {
      const found = occurrences(wish, zone)
      expect(found.length).toBeLessThanOrEqual(wish.count!)
      const starts = found.map(o => o.startsAt)
      expect(starts).toEqual([...new Set(starts)].toSorted())
      for (const { startsAt, isMoved } of found) {
        const local = localTime(startsAt, zone)
        const day = offsetDateTime(startsAt, zone).slice(0, 10)
        expect(day >= wish.from).toBe(true)
        expect(wish.exceptions).not.toContain(day)
        if (!isMoved) expect(wish.times).toContain(`${String(local.hour).padStart(2, '0')}:${String(local.minute).padStart(2, '0')}`)
        if (wish.frequency === 'weekly' && wish.weekdays.length > 0) expect(wish.weekdays).toContain(isoWeekday(local))
        if (wish.frequency === 'monthly-by-day') expect(local.day).toBe(Number(wish.from.slice(8)))
      }
    }), { numRuns: 150 })
  })
})
