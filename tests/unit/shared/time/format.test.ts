import { describe, expect, it } from 'vitest'
import { formatDateRange, formatDay, formatDayAndTime, formatTime } from '#shared/time/format.ts'

const SHANGHAI = 'Asia/Shanghai'

describe('dates as people read them', () => {
  it('names the day in both languages, in the zone of the venue', () => {
    expect(formatDay('2026-05-12T11:30:00Z', SHANGHAI, 'en')).toBe('Tue 12 May 2026')
    expect(formatDay('2026-05-12T11:30:00Z', SHANGHAI, 'zh')).toBe('2026年5月12日 周二')
    expect(formatDay('2026-05-12T17:30:00Z', SHANGHAI, 'zh')).toBe('2026年5月13日 周三')
  })

  it('shows the time by 24 hours', () => {
    expect(formatTime('2026-05-12T16:05:00Z', SHANGHAI)).toBe('00:05')
    expect(formatDayAndTime('2026-05-12T11:30:00Z', SHANGHAI, 'en')).toBe('Tue 12 May 2026, 19:30')
    expect(formatDayAndTime('2026-05-12T11:30:00Z', SHANGHAI, 'zh')).toBe('2026年5月12日 周二 19:30')
  })

  it.each([
    ['2026-05-12T11:30:00Z', '2026-05-12T12:30:00Z', 'Tue 12 May 2026', '2026年5月12日 周二'],
    ['2026-05-12T11:30:00Z', '2026-05-15T11:30:00Z', '12–15 May 2026', '2026年5月12日–15日'],
    ['2026-05-12T11:30:00Z', '2026-06-03T11:30:00Z', '12 May – 3 Jun 2026', '2026年5月12日–6月3日'],
    ['2026-12-28T11:30:00Z', '2027-01-03T11:30:00Z', '28 Dec 2026 – 3 Jan 2027', '2026年12月28日–2027年1月3日']
  ])('leaves out what repeats in a range (%s to %s)', (from, to, en, zh) => {
    expect(formatDateRange(from, to, SHANGHAI, 'en')).toBe(en)
    expect(formatDateRange(from, to, SHANGHAI, 'zh')).toBe(zh)
  })
})
