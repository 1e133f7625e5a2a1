import { describe, expect, it } from 'vitest'
import { minutesWords } from '../../../../app/utils/minutes-words.ts'

describe('a time to wait', () => {
  it.each([
    [10, 'less than a minute', '不到 1 分钟'], [60, 'about 1 min', '约 1 分钟'], [600, 'about 10 min', '约 10 分钟'],
    [3600, 'about 1 h', '约 1 小时'], [6000, 'about 1 h 40 min', '约 1 小时 40 分钟'], [7170, 'about 2 h', '约 2 小时']
  ])('of %s s is said as it would be said', (seconds, en, zh) => {
    expect(minutesWords(seconds, 'en')).toBe(en)
    expect(minutesWords(seconds, 'zh')).toBe(zh)
  })
})
