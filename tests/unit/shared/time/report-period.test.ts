import { describe, expect, it } from 'vitest'
import { dayLabels, daysOfPeriod, formatPeriod, hasBegun, isReportPeriod, periodAfter, weekAt } from '#shared/time/report-period.ts'

describe('a week of the calendar', () => {
  it('goes from Monday to Sunday, and belongs to the year of its Thursday (ISO 8601)', () => {
    expect(daysOfPeriod('2026-W43')).toEqual({ from: '2026-10-19', to: '2026-10-25', count: 7 })
    expect(daysOfPeriod('2026-W01')).toEqual({ from: '2025-12-29', to: '2026-01-04', count: 7 })
    expect(daysOfPeriod('2026-W53')).toEqual({ from: '2026-12-28', to: '2027-01-03', count: 7 })
    expect(weekAt(new Date('2027-01-03T12:00:00Z'), 'UTC')).toBe('2026-W53')
    expect(weekAt(new Date('2027-01-04T12:00:00Z'), 'UTC')).toBe('2027-W01')
  })

  it('is that of the reader\'s own clock', () => {
    // Sunday evening in London is Monday in Shanghai.
    expect(weekAt(new Date('2026-10-25T20:00:00Z'), 'Europe/London')).toBe('2026-W43')
    expect(weekAt(new Date('2026-10-25T20:00:00Z'), 'Asia/Shanghai')).toBe('2026-W44')
    expect(hasBegun('2026-W44', new Date('2026-10-25T20:00:00Z'), 'Europe/London')).toBe(false)
    expect(hasBegun('2026-W44', new Date('2026-10-25T20:00:00Z'), 'Asia/Shanghai')).toBe(true)
  })

  it('follows the one before, over the end of a year too', () => {
    expect(periodAfter('2027-W01', -1)).toBe('2026-W53')
    expect(periodAfter('2025-W52', 1)).toBe('2026-W01')
    expect(periodAfter('2026-10', -1)).toBe('2026-09')
  })

  it('is told from what no calendar has', () => {
    for (const good of ['2026-10', '2026-W01', '2026-W53']) expect(isReportPeriod(good)).toBe(true)
    for (const bad of ['2026-13', '2025-W53', '2026-W00', '2026-W54', '2026-W5', '26-W05', 'W', '']) expect(isReportPeriod(bad)).toBe(false)
  })

  it('is named and labelled in both languages', () => {
    expect(formatPeriod('2026-W43', 'en')).toBe('19–25 Oct 2026')
    expect(formatPeriod('2026-W40', 'en')).toBe('28 Sep – 4 Oct 2026')
    expect(formatPeriod('2026-W43', 'zh')).toBe('2026年10月19日–25日')
    expect(dayLabels('2026-W43', 'en')).toEqual(['Mon 19', 'Tue 20', 'Wed 21', 'Thu 22', 'Fri 23', 'Sat 24', 'Sun 25'])
    expect(dayLabels('2026-W43', 'zh')[0]).toBe('周一')
    expect(dayLabels('2026-02', 'en')).toHaveLength(28)
  })
})
