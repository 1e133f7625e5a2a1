import { setImmediate as othersFirst } from 'node:timers/promises'
import PDFDocument from 'pdfkit'
import type { PaperPress } from '#server/domain/holders/index.ts'
import { createWorkGate } from '#shared/flow/work-gate.ts'
import type { Locale } from '#shared/text/local-text.ts'
import { FACES, openFace } from './faces.ts'
import { PAGE } from './ink.ts'
import { drawReceipt } from './receipt-page.ts'
import { drawTicketPage } from './ticket-page.ts'

/** Files made at a time, and those that may wait. */
const AT_ONCE = 2
const MAY_WAIT = 100

/**
 * Makes PDFs: faces embedded with the letters that are used, text that can be searched, QR codes as drawings. Between pages other
 * requests have their turn (D-03).
 */
export function createPaperPress(): PaperPress {
  const gate = createWorkGate(AT_ONCE, MAY_WAIT)
  return {
    tickets: (tickets, locale) => gate.run(() => fileOf(tickets[0]!.event, locale, async (document) => {
      for (const ticket of tickets) {
        document.addPage()
        drawTicketPage(document, ticket)
        await othersFirst()
      }
    })),
    receipt: (receipt, locale) => gate.run(() => fileOf(receipt.title, locale, async document => drawReceipt(document, receipt)))
  }
}

async function fileOf(title: string, locale: Locale, draw: (document: PDFKit.PDFDocument) => Promise<void>): Promise<Buffer> {
  const document = new PDFDocument({ size: [PAGE.width, PAGE.height], margin: 0, autoFirstPage: false, lang: locale === 'zh' ? 'zh-CN' : 'en', info: { Title: title, Creator: 'Foyer', Producer: 'Foyer' } })
  const parts: Buffer[] = []
  document.on('data', (part: Buffer) => parts.push(part))
  const isWritten = new Promise<void>((resolve, reject) => document.once('end', resolve).once('error', reject))
  // pdfkit takes faces that are open already; its types know of files only. What no text uses does not get into the file.
  for (const face of FACES) for (const weight of ['regular', 'bold'] as const) document.registerFont(`${face}-${weight}`, openFace(face, weight) as unknown as string)
  await draw(document)
  document.end()
  await isWritten
  return Buffer.concat(parts)
}
