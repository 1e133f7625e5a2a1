import { BarChart, LineChart } from 'echarts/charts'
import { GridComponent } from 'echarts/components'
import { type ComposeOption, init, use } from 'echarts/core'
import type { BarSeriesOption, LineSeriesOption } from 'echarts/charts'
import type { GridComponentOption } from 'echarts/components'
import { SVGRenderer } from 'echarts/renderers'
import type { ReportChart } from '#server/domain/reports/report-paper.ts'

use([BarChart, LineChart, GridComponent, SVGRenderer])

type Option = ComposeOption<BarSeriesOption | LineSeriesOption | GridComponentOption>

export const CHART_INK = { values: '#c93a1b', before: '#8c8278', axis: '#6b645c', line: '#e8dfd3' } as const
const BAR_HEIGHT = 30

/** A chart as SVG, `width` px wide, without a browser. Faces are named, not embedded: who shows it has them. */
export function drawChart(chart: ReportChart, width: number): string {
  const height = chart.kind === 'bars' ? chart.labels.length * BAR_HEIGHT + 28 : 220
  const drawing = init(null, null, { renderer: 'svg', ssr: true, width, height })
  try {
    drawing.setOption({ animation: false, textStyle: { fontFamily: 'inherit' }, ...(chart.kind === 'bars' ? bars(chart) : columns(chart)) })
    return withoutManners(drawing.renderToSVGString())
  } finally {
    drawing.dispose()
  }
}

function columns(chart: ReportChart): Option {
  return {
    grid: { left: 4, right: 4, top: 14, bottom: 4, outerBoundsMode: 'same' },
    xAxis: { type: 'category', data: chart.labels, axisTick: { show: false }, axisLine: { lineStyle: { color: CHART_INK.line } }, axisLabel: { color: CHART_INK.axis, fontSize: 11 } },
    yAxis: { type: 'value', minInterval: 1, splitNumber: 4, splitLine: { lineStyle: { color: CHART_INK.line } }, axisLabel: { color: CHART_INK.axis, fontSize: 11, formatter: chart.say } },
    series: [
      { type: 'bar', data: chart.values, itemStyle: { color: CHART_INK.values, borderRadius: [2, 2, 0, 0] }, barCategoryGap: '30%' },
      ...chart.before ? [{ type: 'line' as const, data: chart.before, symbol: 'none', lineStyle: { color: CHART_INK.before, width: 1.5, type: [4, 3] as [number, number] } }] : []
    ]
  }
}

/** Lying, the largest at the top, each with its value behind it. */
function bars(chart: ReportChart): Option {
  return {
    grid: { left: 14, right: 84, top: 6, bottom: 4, outerBoundsMode: 'same' },
    xAxis: { type: 'value', show: false, min: 0 },
    yAxis: { type: 'category', inverse: true, data: chart.labels, axisTick: { show: false }, axisLine: { show: false }, axisLabel: { color: CHART_INK.axis, fontSize: 11, width: 160, overflow: 'truncate' } },
    series: [{
      type: 'bar', data: chart.values, barWidth: 14, itemStyle: { color: CHART_INK.values, borderRadius: 2 },
      label: { show: true, position: 'right', color: '#1d1a17', fontSize: 11, formatter: ({ value }) => chart.say(Number(value)) }
    }]
  }
}

/** A drawing has no pointer over it: what it would do then is left out. */
function withoutManners(svg: string): string {
  return svg.replace(/<style\b[\s\S]*?<\/style>/g, '').replace(/ (?:class|ecmeta_\w+|pointer-events)="[^"]*"/g, '')
}
