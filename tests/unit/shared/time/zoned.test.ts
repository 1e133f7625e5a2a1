import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { instantOf, isSameLocalDay, localTime, offsetDateTime, offsetMinutes, startOfLocalDay, weekendOf } from '#shared/time/zoned.ts'

const ZONES = ['Asia/Shanghai', 'Asia/Tokyo', 'Europe/Berlin', 'Europe/London', 'America/New_York', 'Asia/Kathmandu', 'Australia/Lord_Howe', 'Pacific/Apia', 'UTC']
const zone = fc.constantFrom(...ZONES)
const instant = fc.date({ min: new Date('2015-01-01T00:00:00Z'), max: new Date('2040-01-01T00:00:00Z'), noInvalidDate: true })

describe('the time at the venue', () => {
  it.each([
    ['2026-12-05T11:30:00Z', 'Asia/Shanghai', '2026-12-05T19:30:00+08:00'],
    ['2026-06-30T23:15:00Z', 'America/New_York', '2026-06-30T19:15:00-04:00'],
    ['2026-01-01T00:00:00Z', 'America/New_York', '2025-12-31T19:00:00-05:00'],
    ['2026-05-01T00:00:00Z', 'Asia/Kathmandu', '2026-05-01T05:45:00+05:45'],
    ['2028-02-29T15:59:59Z', 'Asia/Shanghai', '2028-02-29T23:59:59+08:00'],
    ['2028-02-29T16:00:00Z', 'Asia/Shanghai', '2028-03-01T00:00:00+08:00'],
    ['2026-05-01T00:00:00Z', 'UTC', '2026-05-01T00:00:00+00:00']
  ])('%s in %s is %s (V-18)', (at, timeZone, expected) => {
    expect(offsetDateTime(at, timeZone)).toBe(expected)
  })

  it('carries the offset of each side where a DST overlap shows one time twice (V-18)', () => {
    expect(offsetDateTime('2026-10-25T00:30:00Z', 'Europe/Berlin')).toBe('2026-10-25T02:30:00+02:00')
    expect(offsetDateTime('2026-10-25T01:30:00Z', 'Europe/Berlin')).toBe('2026-10-25T02:30:00+01:00')
  })

  it('never shows a time that a DST gap skips (V-18)', () => {
    expect(offsetDateTime('2026-03-29T00:59:59Z', 'Europe/Berlin')).toBe('2026-03-29T01:59:59+01:00')
    expect(offsetDateTime('2026-03-29T01:00:00Z', 'Europe/Berlin')).toBe('2026-03-29T03:00:00+02:00')
  })

  it('names the same instant in every zone', () => {
    fc.assert(fc.property(instant, zone, (at, timeZone) => {
      const wholeSecond = Math.floor(at.getTime() / 1000) * 1000
      expect(new Date(offsetDateTime(at, timeZone)).getTime()).toBe(wholeSecond)
    }))
  })

  it('refuses a zone that does not exist', () => {
    expect(() => offsetDateTime('2026-05-01T00:00:00Z', 'Mars/Olympus')).toThrow(RangeError)
  })
})

describe('a wall clock read back', () => {
  it('gives an instant at which the clock shows that time, outside gaps', () => {
    fc.assert(fc.property(instant, zone, (at, timeZone) => {
      const local = localTime(at, timeZone)
      expect(localTime(instantOf(local, timeZone), timeZone)).toEqual(local)
    }))
  })

  it('moves a skipped time later by the length of the gap (V-18)', () => {
    expect(instantOf({ year: 2026, month: 3, day: 29, hour: 2, minute: 30 }, 'Europe/Berlin').toISOString()).toBe('2026-03-29T01:30:00.000Z')
  })

  it('means the first of two equal times (V-18)', () => {
    expect(instantOf({ year: 2026, month: 10, day: 25, hour: 2, minute: 30 }, 'Europe/Berlin').toISOString()).toBe('2026-10-25T00:30:00.000Z')
    expect(instantOf({ year: 2026, month: 11, day: 1, hour: 1, minute: 30 }, 'America/New_York').toISOString()).toBe('2026-11-01T05:30:00.000Z')
  })

  it('starts a day at its first instant, also where midnight does not exist', () => {
    expect(startOfLocalDay('2026-12-05T12:00:00Z', 'Asia/Shanghai').toISOString()).toBe('2026-12-04T16:00:00.000Z')
    // Chile moves its clocks at midnight: Sunday 6 September 2026 begins at 01:00.
    expect(localTime(startOfLocalDay('2026-09-06T15:00:00Z', 'America/Santiago'), 'America/Santiago')).toMatchObject({ day: 6, hour: 1 })
  })
})

describe('days and weekends', () => {
  it('knows that one instant may be two days in two places', () => {
    expect(isSameLocalDay('2026-05-12T15:00:00Z', '2026-05-12T17:00:00Z', 'UTC')).toBe(true)
    expect(isSameLocalDay('2026-05-12T15:00:00Z', '2026-05-12T17:00:00Z', 'Asia/Shanghai')).toBe(false)
  })

  it.each([
    ['a Wednesday', '2026-05-13T04:00:00Z'],
    ['the Saturday', '2026-05-16T04:00:00Z'],
    ['the last second of Sunday', '2026-05-17T15:59:59Z']
  ])('finds the weekend of the week on %s', (_, now) => {
    const { from, to } = weekendOf(now, 'Asia/Shanghai')
    expect(offsetDateTime(from, 'Asia/Shanghai')).toBe('2026-05-16T00:00:00+08:00')
    expect(offsetDateTime(to, 'Asia/Shanghai')).toBe('2026-05-18T00:00:00+08:00')
  })

  it('has weekends of 47 to 49 hours where the clocks change (V-18)', () => {
    const hours = (now: string) => {
      const { from, to } = weekendOf(now, 'Europe/Berlin')
      return (to.getTime() - from.getTime()) / 3_600_000
    }
    expect([hours('2026-03-28T12:00:00Z'), hours('2026-10-24T12:00:00Z'), hours('2026-05-16T12:00:00Z')]).toEqual([47, 49, 48])
  })

  it('always holds whole days of the zone', () => {
    fc.assert(fc.property(instant, zone, (at, timeZone) => {
      expect(Math.abs(offsetMinutes(at, timeZone))).toBeLessThanOrEqual(14 * 60)
      const { from, to } = weekendOf(at, timeZone)
      expect(localTime(from, timeZone).day).not.toBe(localTime(new Date(from.getTime() - 1), timeZone).day)
      expect(localTime(to, timeZone).day).not.toBe(localTime(new Date(to.getTime() - 1), timeZone).day)
    }))
  })
})
