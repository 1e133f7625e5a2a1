import type { PaperReceipt, PaperTicket } from '#shared/tickets/paper.ts'
import type { Locale } from '#shared/text/local-text.ts'

/** What makes files of tickets and receipts. It takes its time in small pieces: others are served meanwhile. */
export interface PaperPress {
  /** One page each, in one file. */
  tickets(tickets: PaperTicket[], locale: Locale): Promise<Buffer>
  receipt(receipt: PaperReceipt, locale: Locale): Promise<Buffer>
}
