import type { EChartsCoreOption } from 'echarts/core'
import type { ChartBand, ChartSeries, ChartSpec } from './chart-spec.ts'

/** Colours and letters of the page, as the house's style sheet has them now. */
export interface ChartTheme {
  main: string
  second: string
  third: string
  quiet: string
  ink: string
  muted: string
  line: string
  ground: string
  fontFamily: string
}

/** What the picture is drawn from. `isStill`: for people who asked their system for less movement. `tip` makes the box beside the pointer. */
export function chartOption(spec: ChartSpec, theme: ChartTheme, isStill: boolean, tip: (place: number) => HTMLElement): EChartsCoreOption {
  const unit = (spec.series[0] ?? spec.bands[0])?.unit
  return {
    animation: !isStill,
    animationDuration: 400,
    animationDurationUpdate: 250,
    textStyle: { fontFamily: theme.fontFamily, color: theme.muted },
    grid: { left: 4, right: 12, top: 14, bottom: 4, outerBoundsMode: 'same', outerBoundsContain: 'axisLabel' },
    xAxis: {
      type: 'category', data: spec.places.map(place => place.tick), boundaryGap: spec.kind === 'bars',
      axisLine: { lineStyle: { color: theme.line } }, axisTick: { show: false },
      axisLabel: { color: theme.muted, fontSize: 12, hideOverlap: true, margin: 10, ...(spec.hasChosenTicks ? { interval: 0 } : {}) }
    },
    yAxis: {
      type: 'value', ...scaleOf(spec), minInterval: unit?.isWhole ? 1 : undefined, splitNumber: 4,
      axisLabel: { color: theme.muted, fontSize: 12, showMaxLabel: spec.limit ? false : undefined, formatter: (value: number) => unit?.short(value * (unit.scale)) ?? '' },
      splitLine: { lineStyle: { color: theme.line, type: 'solid', opacity: 0.7 } }
    },
    tooltip: {
      trigger: 'axis', confine: true, transitionDuration: isStill ? 0 : 0.15,
      backgroundColor: theme.ground, borderColor: theme.line, borderWidth: 1, padding: [10, 12], textStyle: { color: theme.ink, fontSize: 13, fontFamily: theme.fontFamily },
      axisPointer: { type: spec.kind === 'bars' ? 'shadow' : 'line', lineStyle: { color: theme.muted, type: 'dashed' }, shadowStyle: { color: theme.line, opacity: 0.35 } },
      formatter: (points: { dataIndex: number }[]) => points[0] ? tip(points[0].dataIndex) : ''
    },
    series: [...spec.bands.flatMap(band => bandSeries(band, theme)), ...spec.series.map((series, index) => oneSeries(series, spec, theme, index === 0)), ...openLines(spec, theme)]
  }
}

/** Which series has a value at a place, for the box beside it: what is not over is drawn by series of its own, after all others. */
export function seriesAt(spec: ChartSpec, place: number): number {
  const lines = spec.bands.length * 2
  return isOpen(spec, place) ? lines + spec.series.length : lines
}

const isOpen = ({ kind, openFrom }: ChartSpec, place: number) => kind === 'line' && openFrom !== undefined && place >= openFrom
const isCompared = ({ look }: ChartSeries) => look === 'before' || look === 'expected'

/** The stretch from the last place that is over to those that are not. */
function openLines(spec: ChartSpec, theme: ChartTheme): Record<string, unknown>[] {
  if (spec.kind !== 'line' || spec.openFrom === undefined || spec.openFrom >= spec.places.length) return []
  const whole = { ...spec, openFrom: undefined, limit: undefined }
  return spec.series.filter(series => !isCompared(series)).map((series) => {
    const values = series.values.map((value, place) => place >= spec.openFrom! - 1 ? value : null)
    const line = oneSeries({ ...series, values }, whole, theme, false)
    return { ...line, lineStyle: { ...line.lineStyle as object, type: [2, 4] }, areaStyle: undefined, silent: true }
  })
}

/** Up to its natural end where the figures come near it, in quarters; else as far as they go. */
function scaleOf({ top, limit, series, bands }: ChartSpec): Record<string, unknown> {
  // A line across is in sight even where nothing reaches it.
  if (limit) return { max: ({ max }: { max: number }) => Math.max(max, limit.value * 1.1) }
  if (top === undefined) return {}
  const highest = Math.max(0, ...[...series.map(one => one.values), ...bands.map(band => band.high)].flat().map(value => value ?? 0))
  return highest < top * 0.6 ? {} : { max: top, interval: top / 4 }
}

function oneSeries(series: ChartSeries, spec: ChartSpec, theme: ChartTheme, isFirst: boolean): Record<string, unknown> {
  const { name, values, look, unit } = series
  const colour = { main: theme.main, second: theme.second, third: theme.third, quiet: theme.quiet, before: theme.quiet, expected: theme.main }[look]
  const data = values.map((value, place) => value === null || (isOpen(spec, place) && !isCompared(series)) ? null : value / unit.scale)
  const limit = isFirst && spec.limit
    ? { markLine: { silent: true, symbol: 'none', animation: false, lineStyle: { color: theme.muted, type: 'dotted', width: 1.5 }, label: { show: true, position: 'insideStartTop', color: theme.muted, formatter: spec.limit.name, fontSize: 12 }, data: [{ yAxis: spec.limit.value / unit.scale }] } }
    : {}
  if (spec.kind === 'bars' && look !== 'before') {
    return { name, type: 'bar', data, barMaxWidth: 28, barGap: '15%', barCategoryGap: '30%', itemStyle: { color: colour, opacity: look === 'quiet' ? 0.45 : 1, borderRadius: [3, 3, 0, 0] }, emphasis: { disabled: true }, ...limit }
  }
  return {
    name, type: 'line', data, z: look === 'before' ? 2 : 3, connectNulls: false,
    // A lone point between gaps has no line: its dot is all there is of it.
    showSymbol: data.filter(value => value !== null).length <= 2, symbol: 'circle', symbolSize: 7, emphasis: { disabled: true },
    lineStyle: { color: colour, width: look === 'before' ? 1.5 : 2.25, opacity: look === 'before' ? 0.7 : 1, type: isCompared(series) ? [5, 4] : 'solid' }, itemStyle: { color: colour },
    ...(look === 'main' && !spec.bands.length ? { areaStyle: { color: fading(colour) } } : {}),
    ...limit
  }
}

/** A band is two lines without ink: the lower one, and upon it what is between them. */
function bandSeries({ name, low, high, look, unit }: ChartBand, theme: ChartTheme): Record<string, unknown>[] {
  const bare = { type: 'line', stack: name, stackStrategy: 'all', silent: true, symbol: 'none', lineStyle: { opacity: 0 }, z: 1 }
  return [
    { ...bare, name: `${name} 0`, data: low.map(value => value === null ? null : value / unit.scale) },
    { ...bare, name, data: high.map((value, place) => value === null || low[place] === null || low[place] === undefined ? null : (value - low[place]) / unit.scale), areaStyle: { color: look === 'expected' ? theme.main : theme.quiet, opacity: 0.16 } }
  ]
}

function fading(colour: string) {
  return { type: 'linear', x: 0, y: 0, x2: 0, y2: 1, colorStops: [{ offset: 0, color: seeThrough(colour, 0.2) }, { offset: 1, color: seeThrough(colour, 0) }] }
}

/** `#rrggbb` with so much of it left. */
function seeThrough(colour: string, share: number): string {
  const [r, g, b] = [1, 3, 5].map(at => parseInt(colour.slice(at, at + 2), 16))
  return `rgba(${r},${g},${b},${share})`
}
