import { describe, expect, it } from 'vitest'
import { chartCsv, fileName } from '../../../../app/charts/chart-csv.ts'
import { type ChartSpec, columnsOf, isEmptyChart, peakOf } from '../../../../app/charts/chart-spec.ts'
import { chartOption, seriesAt } from '../../../../app/charts/chart-option.ts'
import { changeAgainst, changeOf, endedBuckets } from '../../../../app/charts/change.ts'
import { placeOfBucket, placesOfBuckets } from '../../../../app/charts/bucket-words.ts'
import { countdownPlaces } from '../../../../app/charts/countdown.ts'
import { countUnit, moneyUnit, shareUnit } from '../../../../app/charts/units.ts'

const THEME = { main: '#c93a1c', second: '#1f6b45', third: '#8a5a00', quiet: '#766758', ink: '#1c1512', muted: '#6b5d50', line: '#e8dccb', ground: '#fffdf9', fontFamily: 'serif' }
const spec = (over: Partial<ChartSpec> = {}): ChartSpec => ({
  kind: 'line', placeHead: 'Day', bands: [],
  places: [{ name: 'Mon 2 Nov 2026', tick: '2 Nov', plain: '2026-11-02' }, { name: 'Tue 3 Nov 2026', tick: '3 Nov', plain: '2026-11-03' }],
  series: [{ name: 'Sales', unit: moneyUnit('CNY', 'en'), look: 'main', values: [328_050, null] }],
  ...over
})
const band = { name: 'Likely', lowName: 'Low', highName: 'High', unit: countUnit('en'), low: [1, 2], high: [3, 5], look: 'expected' } as const

describe('a chart', () => {
  it('has a column for each line and two for each band, in the table as in the file', () => {
    expect(columnsOf(spec({ bands: [{ ...band, low: [1, 2], high: [3, 5] }] })).map(column => column.name)).toEqual(['Sales', 'Low', 'High'])
    expect(chartCsv(spec({ bands: [{ ...band, low: [1, 2], high: [3, 5] }] }))).toBe('\uFEFFDay,Sales,Low,High\r\n2026-11-02,3280.50,1,3\r\n2026-11-03,,2,5\r\n')
  })

  it('V-13: writes no name into its file that a spreadsheet would run', () => {
    expect(chartCsv(spec({ series: [{ name: '=HYPERLINK("x")', unit: countUnit('en'), look: 'main', values: [-1, 2] }] }))).toBe('\uFEFFDay,"\'=HYPERLINK(""x"")"\r\n2026-11-02,-1\r\n2026-11-03,2\r\n')
  })

  it('is empty where nothing but zeros and gaps would be drawn', () => {
    expect(isEmptyChart(spec())).toBe(false)
    expect(isEmptyChart(spec({ series: [{ name: 'Sales', unit: countUnit('en'), look: 'main', values: [0, null] }] }))).toBe(true)
    expect(isEmptyChart(spec({ places: [] }))).toBe(true)
  })

  it('knows its highest place and its last known one, for who hears it', () => {
    expect(peakOf(spec({ series: [{ name: 'Sales', unit: countUnit('en'), look: 'main', values: [2, 7, 7, 1, null] }] }))).toEqual({ highest: 1, last: 3 })
    expect(peakOf(spec({ series: [{ name: 'Sales', unit: countUnit('en'), look: 'main', values: [null, null] }] }))).toBeNull()
  })

  it('is drawn in whole units, a band as what lies between its ends, and leaves gaps as gaps', () => {
    const { series } = chartOption(spec({ bands: [{ ...band, low: [1, 2], high: [3, 5] }] }), THEME, true, () => ({}) as HTMLElement) as { series: { data: (number | null)[] }[] }
    expect(series.map(one => one.data)).toEqual([[1, 2], [2, 3], [3280.5, null]])
  })

  it('draws what is not over yet as a stretch of its own, which the box beside the pointer finds', () => {
    const open = spec({ openFrom: 1, series: [{ name: 'Sales', unit: countUnit('en'), look: 'main', values: [9, 2] }, { name: 'Before', unit: countUnit('en'), look: 'before', values: [8, 7] }] })
    const { series } = chartOption(open, THEME, true, () => ({}) as HTMLElement) as { series: { data: (number | null)[] }[] }
    expect(series.map(one => one.data)).toEqual([[9, null], [8, 7], [9, 2]])
    expect([0, 1].map(place => series[seriesAt(open, place)]!.data[place])).toEqual([9, 2])
    const over = { ...open, openFrom: 2 }
    expect((chartOption(over, THEME, true, () => ({}) as HTMLElement) as { series: unknown[] }).series).toHaveLength(2)
    expect(seriesAt(over, 1)).toBe(0)
    expect(columnsOf(open)[0]!.values, 'in the table as before').toEqual([9, 2])
  })

  it('counts down in weeks where there are many days, and writes the last one', () => {
    const ticks = (days: number) => countdownPlaces(Array.from({ length: days + 1 }, (_, at) => days - at), day => `${day} days`).map(place => place.tick).filter(Boolean)
    expect(ticks(6)).toEqual(['6', '5', '4', '3', '2', '1', '0'])
    expect(ticks(49)).toEqual(['49', '42', '35', '28', '21', '14', '7', '0'])
    expect(ticks(365).length).toBeLessThan(10)
  })

  it('stands still for those who asked for less movement', () => {
    expect(chartOption(spec(), THEME, true, () => ({}) as HTMLElement)).toMatchObject({ animation: false, tooltip: { transitionDuration: 0 } })
    expect(chartOption(spec(), THEME, false, () => ({}) as HTMLElement)).toMatchObject({ animation: true })
  })

  it('gives its file a name that every system takes', () => {
    expect(fileName(['Sales / over: time', '2026-11-02'], 'csv')).toBe('sales-over-time-2026-11-02.csv')
    expect(fileName(['销售额走势', '2026-11'], 'png')).toBe('销售额走势-2026-11.png')
  })
})

describe('a figure', () => {
  it('is said in full, short on an axis, and plainly in a file, in both languages', () => {
    expect(moneyUnit('CNY', 'en').text(328_050)).toBe('¥3,280.50')
    expect(moneyUnit('CNY', 'en').short(328_050)).toBe('¥3.3K')
    expect(moneyUnit('CNY', 'zh').short(3_280_500)).toBe('¥3.3万')
    expect(moneyUnit('CNY', 'en').plain(-328_050)).toBe('-3280.50')
    expect(moneyUnit('JPY', 'en').plain(4_500)).toBe('4500')
    expect(countUnit('zh').short(12_000)).toBe('1.2万')
    expect([0.1254, 0.04, 1].map(shareUnit('en').text)).toEqual(['12.5%', '4.0%', '100.0%'])
    expect(shareUnit('en').plain(0.12543)).toBe('0.1254')
  })

  it('is compared as far as both periods are over', () => {
    const buckets = [{ endsAt: '2026-11-02T00:00:00.000Z' }, { endsAt: '2026-11-03T00:00:00.000Z' }, { endsAt: '2026-11-04T00:00:00.000Z' }]
    const ended = endedBuckets(buckets, '2026-11-03T12:00:00.000Z')
    expect(ended).toBe(2)
    expect(changeAgainst([10, 20, 1], [10, 10, 500], ended)).toEqual({ kind: 'share', share: 0.5 })
    expect(changeAgainst([10, 20, 1], [10, 10, 500], 0)).toEqual({ kind: 'none' })
  })

  it('has no rate of change from nothing', () => {
    expect([changeOf(5, 0), changeOf(5, -3), changeOf(0, 0), changeOf(4, 4), changeOf(0, 4)]).toEqual([{ kind: 'new' }, { kind: 'new' }, { kind: 'none' }, { kind: 'same' }, { kind: 'share', share: -1 }])
  })

  it('of a bucket stands under the calendar of the zone, in both languages', () => {
    const at = '2026-10-31T16:00:00.000Z'
    expect(placeOfBucket(at, 'day', 'Asia/Shanghai', 'en')).toEqual({ name: 'Sun 1 Nov 2026', tick: '1 Nov', plain: '2026-11-01' })
    expect(placeOfBucket(at, 'hour', 'UTC', 'zh')).toEqual({ name: '2026年10月31日 周六 16:00', tick: '16:00', plain: '2026-10-31 16:00' })
    expect(placeOfBucket(at, 'quarter', 'Asia/Shanghai', 'zh')).toEqual({ name: '2026年第4季度', tick: '4季度', plain: '2026-Q4' })
    expect(placeOfBucket(at, 'month', 'Asia/Shanghai', 'en').name).toBe('Nov 2026')
  })

  it('that still runs says so, and those to come do not', () => {
    const buckets = ['2026-11-01', '2026-11-02', '2026-11-03'].map(day => ({ startsAt: `${day}T00:00:00Z`, endsAt: new Date(Date.parse(`${day}T00:00:00Z`) + 86_400_000).toISOString() }))
    const { places, openFrom } = placesOfBuckets({ buckets, bucket: 'day', zone: 'UTC', asOf: '2026-11-02T09:00:00Z' }, 'en', ' (so far)')
    expect([openFrom, ...places.map(place => place.name)]).toEqual([1, 'Sun 1 Nov 2026', 'Mon 2 Nov 2026 (so far)', 'Tue 3 Nov 2026'])
  })
})
