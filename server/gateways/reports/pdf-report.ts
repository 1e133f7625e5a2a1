import { setImmediate as othersFirst } from 'node:timers/promises'
import type { ReportChart, ReportPaper, ReportTable, ReportTile } from '#server/domain/reports/report-paper.ts'
import { CHART_INK, drawChart } from '../charts/draw-chart.ts'
import { drawSvg } from '../pdf/draw-svg.ts'
import { fileOf } from '../pdf/file-of.ts'
import { INK, PAGE, setText } from '../pdf/ink.ts'

const LEFT = 48
const WIDTH = PAGE.width - 2 * LEFT
const TOP = 52
const BOTTOM = PAGE.height - 56
const TILE = { height: 64, gap: 10, most: 5 } as const
const MOOD = { good: '#2c6e49', bad: '#b3261e', neutral: INK.muted } as const
const ROW = 19

/** A report as a PDF to print or to hand on. It goes on over as many pages as it needs. */
export async function pdfReport(report: ReportPaper): Promise<Buffer> {
  return await fileOf(`${report.title} · ${report.subtitle}`, report.locale, async (document) => {
    const page = new Pages(document, report)
    head(page, report)
    // In rows of one length, as far as they can be.
    const aRow = Math.ceil(report.tiles.length / Math.ceil(report.tiles.length / TILE.most))
    for (let at = 0; at < report.tiles.length; at += aRow) tiles(page, report.tiles.slice(at, at + aRow), aRow)
    for (const chart of report.charts) {
      drawOne(page, chart)
      await othersFirst()
    }
    for (const table of report.tables) drawTable(page, table)
    notes(page, report.notes)
  })
}

/** Where on which page the next thing stands. */
class Pages {
  readonly document: PDFKit.PDFDocument
  y = TOP
  #count = 0
  readonly #report: ReportPaper

  constructor(document: PDFKit.PDFDocument, report: ReportPaper) {
    this.document = document
    this.#report = report
    this.#begin()
  }

  /** Begins another page where this one has less than `height` left. @returns whether it did */
  roomFor(height: number): boolean {
    if (this.y + height <= BOTTOM) return false
    this.#begin()
    return true
  }

  #begin(): void {
    this.document.addPage()
    this.#count++
    this.document.rect(0, 0, PAGE.width, 6).fill(INK.accent)
    setText(this.document, `Foyer · ${this.#report.title} · ${this.#report.subtitle}`, { x: LEFT, y: PAGE.height - 36, width: WIDTH - 60, maxHeight: 12, size: 8, colour: INK.muted })
    setText(this.document, String(this.#count), { x: LEFT + WIDTH - 50, y: PAGE.height - 36, width: 50, maxHeight: 12, size: 8, colour: INK.muted, align: 'right' })
    this.y = TOP
  }
}

function head(page: Pages, report: ReportPaper): void {
  setText(page.document, 'Foyer', { x: LEFT, y: 30, width: 200, maxHeight: 20, size: 13, isBold: true, colour: INK.accent })
  page.y = setText(page.document, report.title, { x: LEFT, y: 62, width: WIDTH, maxHeight: 72, size: 28, smallest: 20, isBold: true })
  page.y = setText(page.document, report.subtitle, { x: LEFT, y: page.y + 4, width: WIDTH, maxHeight: 34, size: 12, colour: INK.muted }) + 16
  for (const sentence of report.story) page.y = setText(page.document, sentence, { x: LEFT, y: page.y, width: WIDTH, maxHeight: 60, size: 11.5 }) + 5
  page.y += 12
}

function tiles(page: Pages, row: ReportTile[], aRow: number): void {
  page.roomFor(TILE.height)
  const width = (WIDTH - TILE.gap * (aRow - 1)) / aRow
  for (const [index, tile] of row.entries()) {
    const x = LEFT + index * (width + TILE.gap)
    page.document.roundedRect(x, page.y, width, TILE.height, 6).fill('#f8f3ea')
    setText(page.document, tile.label, { x: x + 10, y: page.y + 9, width: width - 20, maxHeight: 12, size: 8.5, smallest: 7, colour: INK.muted })
    setText(page.document, tile.value, { x: x + 10, y: page.y + 23, width: width - 20, maxHeight: 22, size: 17, smallest: 9, isBold: true })
    if (tile.change) setText(page.document, tile.change.text, { x: x + 10, y: page.y + 46, width: width - 20, maxHeight: 11, size: 8.5, smallest: 7, colour: MOOD[tile.change.mood] })
  }
  page.y += TILE.height + TILE.gap
}

function title(page: Pages, text: string, height: number): void {
  page.y += 14
  page.roomFor(height + 24)
  page.y = setText(page.document, text, { x: LEFT, y: page.y, width: WIDTH, maxHeight: 20, size: 13.5, isBold: true }) + 6
}

function drawOne(page: Pages, chart: ReportChart): void {
  const svg = drawChart(chart, WIDTH)
  const height = Number(/height="(\d+(?:\.\d+)?)"/.exec(svg)![1])
  title(page, chart.title, height + 20)
  if (chart.before) legend(page, chart)
  drawSvg(page.document, svg, { x: LEFT, y: page.y, scale: 1 })
  page.y += height + 4
}

function legend(page: Pages, { legend: { values, before } }: ReportChart): void {
  const { document } = page
  document.rect(LEFT, page.y + 2, 10, 7).fill(CHART_INK.values)
  setText(document, values, { x: LEFT + 15, y: page.y, width: 120, maxHeight: 12, size: 9, colour: INK.muted })
  document.lineWidth(1.5).dash(4, { space: 3 }).moveTo(LEFT + 150, page.y + 6).lineTo(LEFT + 170, page.y + 6).stroke(CHART_INK.before).undash()
  setText(document, before ?? '', { x: LEFT + 176, y: page.y, width: 160, maxHeight: 12, size: 9, colour: INK.muted })
  page.y += 16
}

function drawTable(page: Pages, table: ReportTable): void {
  title(page, table.title, 3 * ROW)
  if (table.rows.length === 0) {
    page.y = setText(page.document, table.empty, { x: LEFT, y: page.y, width: WIDTH, maxHeight: 30, size: 10, colour: INK.muted }) + 6
    return
  }
  const numbers = table.columns.filter(column => column.isNumber).length
  const numberWidth = Math.min(84, WIDTH * 0.6 / Math.max(1, numbers))
  const textWidth = (WIDTH - numbers * numberWidth) / (table.columns.length - numbers)
  const line = (cells: string[], how: { isBold?: boolean, colour?: string, size: number }) => {
    let x = LEFT
    for (const [index, { isNumber }] of table.columns.entries()) {
      const width = isNumber ? numberWidth : textWidth
      setText(page.document, cells[index] ?? '', { x: isNumber ? x + 4 : x, y: page.y + 4, width: width - 6, maxHeight: 12, smallest: 7, align: isNumber ? 'right' : 'left', ...how })
      x += width
    }
    page.y += ROW
    page.document.lineWidth(0.5).moveTo(LEFT, page.y).lineTo(LEFT + WIDTH, page.y).stroke(INK.line)
  }
  const headings = () => line(table.columns.map(column => column.label), { size: 8.5, colour: INK.muted })
  headings()
  for (const row of table.rows) {
    if (page.roomFor(ROW)) headings()
    line(row, { size: 9.5 })
  }
}

function notes(page: Pages, all: string[]): void {
  page.y += 18
  for (const note of all) {
    page.roomFor(26)
    page.y = setText(page.document, note, { x: LEFT, y: page.y, width: WIDTH, maxHeight: 36, size: 8.5, colour: INK.muted }) + 3
  }
}
