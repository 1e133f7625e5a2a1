import { describe, expect, it } from 'vitest'
import { amountFault, ruleFaults } from '#shared/pricing/rule-faults.ts'
import { ruleSentences } from '#shared/pricing/rule-words.ts'
import { rules, timeRule } from './rules.ts'

describe('price rules', () => {
  it('read as sentences in both languages', () => {
    const all = rules({ byTime: [...rules().byTime, timeRule({ daysBefore: 14, percent: 10 }), timeRule({ daysBefore: 1, percent: -20 })], coolDownHours: 24 })
    expect(ruleSentences(all, { currency: 'CNY', timeZone: 'Asia/Shanghai', locale: 'en' })).toEqual([
      'From Sat 1 May 2027, 10:00: ¥420.', 'From 14 days before: 10% more.', 'From 1 day before: 20% less than at the start.',
      'From 50% sold: 5% more.', 'From 80% sold: 10% more.', 'Never below ¥300 or above ¥520, in steps of ¥10.', 'At least 24 hours between two changes.'
    ])
    expect(ruleSentences(all, { currency: 'CNY', timeZone: 'Asia/Shanghai', locale: 'zh' })).toEqual([
      '2027年5月1日 周六 10:00 起：¥420。', '演出前 14 天起：上浮 10%。', '演出前 1 天起：比起售价低 20%。',
      '售出 50% 起：上浮 5%。', '售出 80% 起：上浮 10%。', '不低于 ¥300，不高于 ¥520，以 ¥10 为单位。', '两次调价至少间隔 24 小时。'
    ])
  })

  it('may be handed in when nothing is missing and every amount fits floor, cap and step', () => {
    const faultsOf = (...args: Parameters<typeof ruleFaults>) => ruleFaults(...args).map(fault => `${fault.field} ${fault.code}`)
    expect(faultsOf(rules())).toEqual([])
    expect(faultsOf(rules({ byTime: [], bySales: [], floorMinor: null, capMinor: null }))).toEqual([' rules-none', 'floorMinor missing', 'capMinor missing'])
    expect(faultsOf(rules({ floorMinor: 60_000 }))).toContain('capMinor rules-bounds')
    expect(faultsOf(rules({ floorMinor: 30_500 }))).toEqual(['floorMinor rules-step'])
    expect(amountFault(rules(), 53_000)).toBe('rules-outside')
    expect(amountFault(rules(), 38_500)).toBe('rules-step')
    expect(amountFault(rules(), 38_000)).toBeNull()
    expect(faultsOf(rules({ byTime: [timeRule({ at: '2027-05-01T02:00:00Z', daysBefore: 2 })] }))).toEqual(['byTime.0.at rules-two-kinds', 'byTime.0.priceMinor missing'])
    expect(faultsOf(rules({ bySales: [{ soldPercent: 50, percent: 5 }, { soldPercent: 50, percent: null }] }))).toEqual(['bySales.1.percent missing', 'bySales.1.soldPercent rules-twice'])
  })
})
