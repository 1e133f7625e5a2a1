import type { PaperTicket } from '#shared/tickets/paper.ts'
import { drawCode } from './draw-code.ts'
import { INK, PAGE, setText } from './ink.ts'

/** The ticket lies across the upper half of the page: what to read on the left, what to scan on the stub to the right. */
const CARD = { x: PAGE.margin, y: 48, width: PAGE.width - 2 * PAGE.margin, height: 276, corner: 14 } as const
const STUB = 196
const PAD = 22
const NOTCH = 9

export function drawTicketPage(document: PDFKit.PDFDocument, ticket: PaperTicket): void {
  const tear = CARD.x + CARD.width - STUB
  drawCard(document, tear)
  drawFacts(document, ticket, tear - CARD.x - 2 * PAD)
  drawStub(document, ticket, tear)
  drawNotes(document, ticket)
}

function drawCard(document: PDFKit.PDFDocument, tear: number): void {
  document.save().roundedRect(CARD.x, CARD.y, CARD.width, CARD.height, CARD.corner).clip()
  document.rect(CARD.x, CARD.y, 9, CARD.height).fill(INK.accent).restore()
  document.lineWidth(1).roundedRect(CARD.x, CARD.y, CARD.width, CARD.height, CARD.corner).stroke(INK.line)
  document.save().dash(4, { space: 4 }).moveTo(tear, CARD.y + NOTCH + 4).lineTo(tear, CARD.y + CARD.height - NOTCH - 4).stroke(INK.line).undash().restore()
  for (const [y, sweep] of [[CARD.y, 0], [CARD.y + CARD.height, 1]] as const) {
    document.save().rect(tear - NOTCH, y - 1.5, 2 * NOTCH, 3).fill('#ffffff')
    document.path(`M ${tear - NOTCH} ${y} A ${NOTCH} ${NOTCH} 0 0 ${sweep} ${tear + NOTCH} ${y}`).lineWidth(1).stroke(INK.line).restore()
  }
}

function drawFacts(document: PDFKit.PDFDocument, ticket: PaperTicket, width: number): void {
  const x = CARD.x + PAD + 6
  let y = setText(document, ticket.event, { x, y: CARD.y + 20, width: width - 6, maxHeight: 78, size: 25, smallest: 14, isBold: true })
  y = setText(document, ticket.day, { x, y: y + 8, width, maxHeight: 20, size: 12.5, isBold: true })
  y = setText(document, ticket.time, { x, y: y + 1, width, maxHeight: 18, size: 11, colour: INK.muted })
  y = setText(document, ticket.venue, { x, y: y + 9, width, maxHeight: 18, size: 11.5, isBold: true })
  setText(document, ticket.address, { x, y: y + 1, width, maxHeight: 28, size: 9.5, colour: INK.muted })
  drawPlace(document, ticket, x, width)
}

/** Section, row and seat, large, along the lower edge: what ushers look for. */
function drawPlace(document: PDFKit.PDFDocument, { place }: PaperTicket, x: number, width: number): void {
  const y = CARD.y + CARD.height - 62
  const narrow = 62
  const wide = width - narrow * (place.length - 1)
  let left = x
  for (const [index, { label, value }] of place.entries()) {
    const room = index === 0 ? wide : narrow
    setText(document, label, { x: left, y, width: room - 8, maxHeight: 14, size: 9, colour: INK.muted })
    setText(document, value, { x: left, y: y + 12, width: room - 8, maxHeight: 32, size: 21, smallest: 10, isBold: true })
    left += room
  }
}

function drawStub(document: PDFKit.PDFDocument, ticket: PaperTicket, tear: number): void {
  const size = STUB - 24
  drawCode(document, ticket.code, tear + 12, CARD.y + 10, size)
  const box = { x: tear + 14, width: STUB - 28, align: 'center' as const }
  let y = CARD.y + 10 + size + 2
  y = setText(document, ticket.holder, { ...box, y, maxHeight: 18, size: 11, smallest: 8, isBold: true })
  y = setText(document, ticket.ticketType, { ...box, y: y + 1, maxHeight: 15, size: 9.5, smallest: 8 })
  y = setText(document, ticket.reference, { ...box, y: y + 6, maxHeight: 14, size: 9, colour: INK.muted })
  setText(document, ticket.count, { ...box, y: y + 1, maxHeight: 12, size: 8.5, colour: INK.muted })
}

function drawNotes(document: PDFKit.PDFDocument, ticket: PaperTicket): void {
  setText(document, 'Foyer', { x: PAGE.margin, y: 20, width: 200, maxHeight: 20, size: 13, isBold: true, colour: INK.accent })
  let y = CARD.y + CARD.height + 26
  for (const note of ticket.notes) y = setText(document, note, { x: CARD.x + 6, y, width: CARD.width - 12, maxHeight: 40, size: 9.5, colour: INK.muted }) + 6
}
