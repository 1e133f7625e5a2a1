import { setImmediate as othersFirst } from 'node:timers/promises'
import type { PaperPress } from '#server/domain/holders/index.ts'
import { createWorkGate } from '#shared/flow/work-gate.ts'
import { fileOf } from './file-of.ts'
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
