import { describe, expect, it } from 'vitest'
import { writeReport } from '#server/domain/reports/write-report.ts'
import { octoberFacts, sold } from './month-facts.ts'

describe('a month in words', () => {
  it('says what was sold, against the month before, and what was best, in both languages', () => {
    const english = writeReport(octoberFacts(), 'en')
    expect(english.title).toBe('Sales in October 2026')
    expect(english.story).toEqual([
      '72 tickets were sold for ¥7,200, +140% against September 2026.',
      'Neon Rain sold best: 50 tickets for ¥5,000.',
      'The best day was Sat 10 Oct 2026, with 12 tickets.'
    ])
    const chinese = writeReport(octoberFacts(), 'zh')
    expect(chinese.title).toBe('2026年10月销售报告')
    expect(chinese.story[0]).toBe('本月售出 72 张门票，金额 ¥7,200，较2026年9月 +140%。')
    expect(chinese.story[1]).toContain('《霓虹雨》')
    expect(chinese.tables.map(table => table.columns.length)).toEqual(english.tables.map(table => table.columns.length))
  })

  it('compares day by day with a month that is shorter', () => {
    const [days] = writeReport(octoberFacts(), 'en').charts
    expect(days!.values).toHaveLength(31)
    expect(days!.before).toEqual([...Array<number>(30).fill(1), 0])
    expect(days!.values[9]).toBe(12)
  })

  it('never adds up two currencies: each has its own tiles and bars', () => {
    const sales = sold('2026-10', [{ currency: 'CNY', priceMinor: 10_000, aDay: () => 2 }, { currency: 'HKD', priceMinor: 20_000, aDay: () => 1 }])
    const report = writeReport(octoberFacts({ sales }), 'en')
    expect(report.story[0]).toBe('93 tickets were sold for ¥6,200 and $6,200.')
    expect(report.tiles.filter(tile => tile.label.startsWith('Sold')).map(tile => [tile.label, tile.value])).toEqual([['Sold (CNY)', '¥6,200'], ['Sold (HKD)', '$6,200']])
  })

  it('says so where nothing was sold, and compares with nothing', () => {
    const nothing = sold('2026-10', [])
    const report = writeReport(octoberFacts({ sales: nothing, before: nothing, shows: { ...octoberFacts().shows, rows: [] } }), 'en')
    expect(report.story).toEqual(['Nothing was sold in this month.'])
    expect(report.charts).toHaveLength(1)
    expect(report.tiles.every(tile => tile.change === null)).toBe(true)
  })

  it('says more than tenfold as so many times', () => {
    const before = structuredClone(octoberFacts().before)
    before.currencies[0]!.totals.soldMinor = 50_000
    expect(writeReport(octoberFacts({ before }), 'en').story[0]).toBe('72 tickets were sold for ¥7,200, 14× that of September 2026.')
    expect(writeReport(octoberFacts({ before }), 'zh').story[0]).toBe('本月售出 72 张门票，金额 ¥7,200，为2026年9月的 14 倍。')
  })

  it('calls more money that went back no good news', () => {
    const sales = structuredClone(octoberFacts().sales)
    const before = structuredClone(octoberFacts().before)
    sales.currencies[0]!.totals.backMinor = 2_000
    before.currencies[0]!.totals.backMinor = 1_000
    const back = writeReport(octoberFacts({ sales, before }), 'en').tiles.find(tile => tile.label === 'Given back')
    expect(back).toMatchObject({ value: '¥20', change: { text: '+100%', mood: 'bad' } })
  })
})

describe('a week in words', () => {
  const week = () => {
    const days = (from: number, tickets: number) => {
      const month = sold('2026-10', [{ currency: 'CNY', priceMinor: 10_000, aDay: () => tickets }])
      const [main] = month.currencies
      const series = Object.fromEntries(Object.entries(main!.series).map(([key, values]) => [key, values.slice(0, 7)])) as NonNullable<typeof main>['series']
      const totals = Object.fromEntries(Object.entries(series).map(([key, values]) => [key, values.reduce((sum, value) => sum + value, 0)])) as unknown as NonNullable<typeof main>['totals']
      return { ...month, buckets: month.buckets.slice(from - 1, from + 6), currencies: [{ ...main!, totals, series }] }
    }
    return octoberFacts({ period: '2026-W43', sales: days(19, 3), before: days(12, 2) })
  }

  it('names its days, and says what was sold against the week before, never the month', () => {
    const english = writeReport(week(), 'en')
    expect(english.title).toBe('Sales in the week of 19–25 Oct 2026')
    expect(english.story[0]).toBe('21 tickets were sold for ¥2,100, +50% against 12–18 Oct 2026.')
    expect(JSON.stringify(english)).not.toMatch(/month/i)
    const chinese = writeReport(week(), 'zh')
    expect(chinese.title).toBe('2026年10月19日–25日每周销售报告')
    expect(chinese.story[0]).toBe('本周售出 21 张门票，金额 ¥2,100，较2026年10月12日–18日 +50%。')
    expect(JSON.stringify(chinese)).not.toContain('本月')
  })

  it('has seven days on the axis of its chart, each against the same weekday', () => {
    const [days] = writeReport(week(), 'en').charts
    expect(days).toMatchObject({ labels: ['Mon 19', 'Tue 20', 'Wed 21', 'Thu 22', 'Fri 23', 'Sat 24', 'Sun 25'], values: Array<number>(7).fill(3), before: Array<number>(7).fill(2), legend: { values: '19–25 Oct 2026', before: '12–18 Oct 2026' } })
  })
})
