import { mkdir, writeFile } from 'node:fs/promises'
import { cpus, totalmem } from 'node:os'
import { init, use } from 'echarts/core'
import { BarChart } from 'echarts/charts'
import { GridComponent, LegendComponent, TitleComponent } from 'echarts/components'
import { SVGRenderer } from 'echarts/renderers'
import type { Ceilings } from '../ceilings.ts'
import type { StepRow } from './measure.ts'

use([BarChart, GridComponent, LegendComponent, TitleComponent, SVGRenderer])

export interface ScenarioResult { name: string, load: string, seconds: number, rows: StepRow[], facts: Record<string, string | number> }

export interface BenchReport {
  at: string
  machine: { cores: number, memoryGiB: number, node: string, postgres: string, fsync: boolean, scale: number }
  ceilings: Ceilings
  scenarios: ScenarioResult[]
}

const CAVEAT = 'One small machine holds the app, the database, Redis and the load generator: no network, no TLS, no provider. Rates say what this machine does; the ratios to the ceilings say what Foyer costs.'

export function machineFacts(postgres: string, fsync: boolean, scale: number): BenchReport['machine'] {
  return { cores: cpus().length, memoryGiB: Math.round(totalmem() / 2 ** 30), node: process.version, postgres, fsync, scale }
}

/** What a terminal shows. */
export function asText(report: BenchReport): string {
  const lines = [`${report.machine.cores} cores, ${report.machine.memoryGiB} GiB, Node ${report.machine.node}, PostgreSQL ${report.machine.postgres}, fsync ${report.machine.fsync ? 'on' : 'off'}, scale ${report.machine.scale}`, '']
  lines.push('Ceilings (a second): ' + Object.entries(report.ceilings).map(([name, rate]) => `${name} ${rate}`).join(', '), '')
  for (const scenario of report.scenarios) {
    lines.push(`${scenario.name}: ${scenario.load}; ${scenario.seconds} s`)
    lines.push(['step', 'count', '/s', 'p50 ms', 'p95', 'p99', 'max', 'errors', 'of no-op'].map((h, i) => i === 0 ? h.padEnd(8) : h.padStart(9)).join(''))
    for (const row of scenario.rows) {
      lines.push([row.step.padEnd(8), ...[row.count, row.perSecond, row.p50, row.p95, row.p99, row.max, row.errors].map(v => String(v).padStart(9)), `${Math.round(row.perSecond / report.ceilings.noOpRoute * 100)} %`.padStart(9)].join(''))
      lines.push('  ' + Object.entries(row.answers).map(([answer, n]) => `${answer} x ${n}`).join(', '))
    }
    for (const [fact, value] of Object.entries(scenario.facts)) lines.push(`  ${fact}: ${value}`)
    lines.push('')
  }
  return [...lines, CAVEAT].join('\n')
}

/** Writes the report as JSON and as a page with charts. @returns the two paths */
export async function writeReport(report: BenchReport, folder: string): Promise<string[]> {
  await mkdir(folder, { recursive: true })
  const json = `${folder}/bench.json`
  const html = `${folder}/bench.html`
  await writeFile(json, JSON.stringify(report, null, 2))
  await writeFile(html, asPage(report))
  return [json, html]
}

function asPage(report: BenchReport): string {
  const scenarios = report.scenarios.map(s => `<section><h2>${escape(s.name)}</h2><p>${escape(s.load)}; ${s.seconds} s</p>${chart(s)}${table(s, report.ceilings.noOpRoute)}
<ul>${Object.entries(s.facts).map(([fact, value]) => `<li>${escape(fact)}: <b>${escape(String(value))}</b></li>`).join('')}</ul></section>`)
  return `<!doctype html><html lang="en"><meta charset="utf-8"><title>Foyer benchmark</title><style>
body{font:16px/1.5 system-ui,sans-serif;max-width:60rem;margin:2rem auto;padding:0 1rem;color:#1c1917}table{border-collapse:collapse;width:100%}th,td{text-align:right;padding:.3rem .6rem;border-bottom:1px solid #e7e5e4}th:first-child,td:first-child{text-align:left}small{color:#57534e}
</style><h1>Foyer benchmark</h1><p>${escape(asText(report).split('\n')[0]!)}; ${escape(report.at)}</p>
<p>Ceilings of the same run, a second: ${Object.entries(report.ceilings).map(([n, v]) => `${escape(n)} <b>${v}</b>`).join(', ')}</p>${scenarios.join('')}<p><small>${CAVEAT}</small></p></html>`
}

function table(scenario: ScenarioResult, noOp: number): string {
  const rows = scenario.rows.map(r => `<tr><td>${r.step}</td>${[r.count, r.perSecond, r.p50, r.p95, r.p99, r.max, r.errors, `${Math.round(r.perSecond / noOp * 100)} %`].map(v => `<td>${v}</td>`).join('')}</tr>`)
  return `<table><tr><th>step</th><th>count</th><th>/s</th><th>p50 ms</th><th>p95</th><th>p99</th><th>max</th><th>errors</th><th>of no-op</th></tr>${rows.join('')}</table>`
}

function chart(scenario: ScenarioResult): string {
  const canvas = init(null, null, { renderer: 'svg', ssr: true, width: 900, height: 280 })
  canvas.setOption({
    animation: false,
    legend: { top: 0 },
    grid: { left: 60, right: 20, top: 40, bottom: 30 },
    xAxis: { type: 'category', data: scenario.rows.map(r => r.step) },
    yAxis: { type: 'value', name: 'ms' },
    series: (['p50', 'p95', 'p99'] as const).map((name, i) => ({ type: 'bar', name, data: scenario.rows.map(r => r[name]), itemStyle: { color: ['#a8a29e', '#ea580c', '#7c2d12'][i] } }))
  })
  const svg = canvas.renderToSVGString()
  canvas.dispose()
  return svg
}

function escape(text: string): string {
  return text.replace(/[&<>"]/g, c => `&#${c.charCodeAt(0)};`)
}
