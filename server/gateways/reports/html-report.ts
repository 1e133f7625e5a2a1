import type { ReportChart, ReportPaper, ReportTable, ReportTile } from '#server/domain/reports/report-paper.ts'
import { CHART_INK, drawChart } from '../charts/draw-chart.ts'

/** Nothing is fetched and nothing runs: it reads the same in ten years, on paper and without a network. */
const STYLE = `
:root { color-scheme: light dark; --bg:#fbf7f0; --card:#fffdf9; --ink:#1d1a17; --soft:#6b5d50; --line:#e8dccb; --accent:#c93a1b; --good:#2c6e49; --bad:#b3261e; }
@media (prefers-color-scheme: dark) { :root { --bg:#15100d; --card:#221a15; --ink:#fff8ee; --soft:#b5a596; --line:#3a2f27; --accent:#ff7d5c; --good:#7fd1a3; --bad:#ff8f85; } svg text { fill:var(--soft) !important } svg path[fill="${CHART_INK.values}"] { fill:var(--accent) } svg path[stroke="${CHART_INK.line}"] { stroke:var(--line) } }
* { box-sizing:border-box } body { margin:0; background:var(--bg); color:var(--ink); font:16px/1.6 -apple-system,BlinkMacSystemFont,"Segoe UI",Inter,Roboto,Helvetica,Arial,sans-serif; }
:lang(zh) body, body:lang(zh) { font-family:-apple-system,BlinkMacSystemFont,"PingFang SC","Microsoft YaHei","Noto Sans CJK SC","Segoe UI",Arial,sans-serif; line-height:1.75 }
main { max-width:880px; margin:0 auto; padding:40px 20px 64px } .mark { font-weight:800; color:var(--accent); letter-spacing:-.3px } h1 { font-size:clamp(28px,5vw,42px); line-height:1.15; margin:18px 0 4px } .sub { color:var(--soft); margin:0 0 20px }
.story p { margin:0 0 6px; font-size:17px } .tiles { display:grid; grid-template-columns:repeat(auto-fit,minmax(160px,1fr)); gap:12px; margin:28px 0 } .tile { background:var(--card); border:1px solid var(--line); border-radius:14px; padding:14px 16px }
.tile span { display:block; color:var(--soft); font-size:13px } .tile strong { display:block; font-size:24px; line-height:1.3; font-variant-numeric:tabular-nums; overflow-wrap:anywhere } .tile .good { color:var(--good) } .tile .bad { color:var(--bad) }
section { margin-top:36px } h2 { font-size:20px; margin:0 0 8px } .legend { color:var(--soft); font-size:13px; margin:0 0 4px } .legend i { display:inline-block; width:12px; height:8px; background:var(--accent); margin-right:6px } .legend i.dash { height:0; width:18px; background:none; border-top:2px dashed ${CHART_INK.before}; vertical-align:middle; margin-left:18px }
figure { margin:0; overflow-x:auto } figure svg { width:100%; min-width:480px; height:auto; display:block } table { width:100%; border-collapse:collapse; font-size:14px } .wide { overflow-x:auto } th { text-align:left; color:var(--soft); font-weight:500; font-size:13px } th,td { padding:8px 10px 8px 0; border-bottom:1px solid var(--line) } .n { text-align:right; font-variant-numeric:tabular-nums; white-space:nowrap }
footer { margin-top:36px; color:var(--soft); font-size:13px } @media print { body { background:#fff } section, .tile, tr { break-inside:avoid } main { padding:0 } }`

/** In px, before it grows to the page's width: a phone has to read it too. */
const CHART_WIDTH = 620

/** A report as one file of HTML, light and dark. */
export function htmlReport(report: ReportPaper): string {
  return `<!doctype html>
<html lang="${report.locale === 'zh' ? 'zh-CN' : 'en'}">
<head><meta charset="utf-8"><meta name="viewport" content="width=device-width,initial-scale=1"><title>${escaped(`${report.title} · ${report.subtitle}`)}</title><style>${STYLE}</style></head>
<body><main>
<div class="mark">Foyer</div>
<h1>${escaped(report.title)}</h1>
<p class="sub">${escaped(report.subtitle)}</p>
<div class="story">${report.story.map(sentence => `<p>${escaped(sentence)}</p>`).join('')}</div>
<div class="tiles">${report.tiles.map(tile).join('')}</div>
${report.charts.map(chartSection).join('\n')}
${report.tables.map(tableSection).join('\n')}
<footer>${report.notes.map(note => `<p>${escaped(note)}</p>`).join('')}</footer>
</main></body></html>
`
}

function tile({ label, value, change }: ReportTile): string {
  return `<div class="tile"><span>${escaped(label)}</span><strong>${escaped(value)}</strong>${change ? `<span class="${change.mood}">${escaped(change.text)}</span>` : ''}</div>`
}

function chartSection(chart: ReportChart): string {
  const legend = chart.before ? `<p class="legend"><i></i>${escaped(chart.legend.values)}<i class="dash"></i>${escaped(chart.legend.before ?? '')}</p>` : ''
  const svg = drawChart(chart, CHART_WIDTH).replace('<svg ', `<svg role="img" aria-label="${escaped(chart.summary)}" `)
  return `<section><h2>${escaped(chart.title)}</h2>${legend}<figure>${svg}</figure></section>`
}

function tableSection({ title, columns, rows, empty }: ReportTable): string {
  const cell = (name: 'td' | 'th', text: string, index: number) => `<${name}${columns[index]!.isNumber ? ' class="n"' : ''}${name === 'th' ? ' scope="col"' : ''}>${escaped(text)}</${name}>`
  const table = rows.length === 0
    ? `<p class="sub">${escaped(empty)}</p>`
    : `<div class="wide"><table><thead><tr>${columns.map((column, index) => cell('th', column.label, index)).join('')}</tr></thead><tbody>${rows.map(row => `<tr>${row.map((text, index) => cell('td', text, index)).join('')}</tr>`).join('')}</tbody></table></div>`
  return `<section><h2>${escaped(title)}</h2>${table}</section>`
}

function escaped(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;').replaceAll('"', '&quot;').replaceAll('\'', '&#39;')
}
