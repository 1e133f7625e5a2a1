import { describe, expect, it } from 'vitest'
import { areDays, bucketsFor, dayIn, daysBefore, daysOfPreset, lengthOf, usualBucket } from '../../../../app/charts/period.ts'

describe('a period', () => {
  it('ends on the day that it is in the zone', () => {
    expect(dayIn('Asia/Shanghai', new Date('2026-11-25T16:30:00Z'))).toBe('2026-11-26')
    expect(dayIn('America/New_York', new Date('2026-11-26T03:00:00Z'))).toBe('2026-11-25')
    expect(daysOfPreset('today', '2026-11-26')).toEqual({ from: '2026-11-26', to: '2026-11-26' })
    expect(daysOfPreset('30d', '2026-03-01')).toEqual({ from: '2026-01-31', to: '2026-03-01' })
    expect(lengthOf(daysOfPreset('90d', '2026-11-26'))).toBe(90)
    expect(daysOfPreset('12m', '2026-11-26')).toEqual({ from: '2025-12-01', to: '2026-11-26' })
  })

  it('is compared with as many days before it, and a long one with the same days of the year before', () => {
    expect(daysBefore({ from: '2026-11-20', to: '2026-11-26' })).toEqual({ from: '2026-11-13', to: '2026-11-19' })
    expect(daysBefore({ from: '2025-12-01', to: '2026-11-26' })).toEqual({ from: '2024-12-01', to: '2025-11-26' })
    expect(daysBefore({ from: '2023-11-01', to: '2024-02-29' })).toEqual({ from: '2022-11-01', to: '2023-02-28' })
    expect(daysBefore({ from: '2024-01-01', to: '2026-06-30' })).toEqual({ from: '2021-01-01', to: '2023-06-30' })
  })

  it('is shown in steps that are neither one nor too many', () => {
    expect(bucketsFor({ from: '2026-11-26', to: '2026-11-26' })).toEqual(['hour'])
    expect(bucketsFor(daysOfPreset('30d', '2026-11-26'))).toEqual(['hour', 'day', 'week'])
    expect(bucketsFor({ from: '2017-01-01', to: '2026-11-26' })).toEqual(['week', 'month', 'quarter', 'year'])
    expect(['today', '30d', '12m'].map(preset => usualBucket(daysOfPreset(preset as 'today', '2026-11-26')))).toEqual(['hour', 'day', 'month'])
  })

  it('of one\'s own is made of days that exist, in their order', () => {
    expect(areDays({ from: '2026-02-01', to: '2026-02-28' })).toBe(true)
    for (const wrong of [{ from: '2026-02-01', to: '2026-02-30' }, { from: '2026-03-01', to: '2026-02-01' }, { from: '', to: '' }, { from: '2000-01-01', to: '2026-01-01' }, { from: '01/02/2026', to: '2026-03-01' }]) expect([wrong, areDays(wrong)]).toEqual([wrong, false])
  })
})
