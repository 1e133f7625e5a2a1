import type { PaperReceipt } from '#shared/tickets/paper.ts'
import { INK, PAGE, setText } from './ink.ts'

const LEFT = PAGE.margin + 12
const WIDTH = PAGE.width - 2 * LEFT
const AMOUNT = 110
const BOTTOM = PAGE.height - 72

/** A receipt: what was bought, what it cost, how it was paid. It goes on over as many pages as it needs. */
export function drawReceipt(document: PDFKit.PDFDocument, receipt: PaperReceipt): void {
  document.addPage()
  setText(document, 'Foyer', { x: LEFT, y: 40, width: 200, maxHeight: 24, size: 16, isBold: true, colour: INK.accent })
  let y = setText(document, receipt.title, { x: LEFT, y: 78, width: WIDTH, maxHeight: 40, size: 24, isBold: true }) + 18
  for (const { label, value } of receipt.facts) {
    setText(document, label, { x: LEFT, y, width: 110, maxHeight: 30, size: 10, colour: INK.muted })
    y = setText(document, value, { x: LEFT + 118, y, width: WIDTH - 118, maxHeight: 44, size: 10.5 }) + 5
  }
  y = rule(document, y + 10)
  for (const line of receipt.lines) {
    y = roomFor(document, y, 40)
    setText(document, line.amount, { x: LEFT + WIDTH - AMOUNT, y, width: AMOUNT, maxHeight: 16, size: 10.5, align: 'right' })
    y = setText(document, line.text, { x: LEFT, y, width: WIDTH - AMOUNT - 12, maxHeight: 30, size: 10.5, isBold: true })
    y = setText(document, line.detail, { x: LEFT, y: y + 1, width: WIDTH - AMOUNT - 12, maxHeight: 26, size: 9.5, colour: INK.muted }) + 9
  }
  y = rule(document, y)
  for (const { label, amount, isTotal } of receipt.sums) {
    y = roomFor(document, y, 26)
    const size = isTotal ? 13 : 10.5
    setText(document, amount, { x: LEFT + WIDTH - 160, y, width: 160, maxHeight: 20, size, isBold: isTotal, align: 'right' })
    y = setText(document, label, { x: LEFT, y, width: WIDTH - 172, maxHeight: 20, size, isBold: isTotal }) + 6
  }
  y += 12
  for (const note of receipt.notes) y = setText(document, note, { x: LEFT, y: roomFor(document, y, 40), width: WIDTH, maxHeight: 40, size: 9.5, colour: INK.muted }) + 5
}

function rule(document: PDFKit.PDFDocument, y: number): number {
  document.lineWidth(0.75).moveTo(LEFT, y).lineTo(LEFT + WIDTH, y).stroke(INK.line)
  return y + 12
}

/** Where the page is full, the next one begins. */
function roomFor(document: PDFKit.PDFDocument, y: number, height: number): number {
  if (y + height <= BOTTOM) return y
  document.addPage()
  return 56
}
