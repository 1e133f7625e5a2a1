/** A ticket as it is printed: every text in the reader's language already. */
export interface PaperTicket {
  event: string
  day: string
  time: string
  venue: string
  address: string
  /** Section, row, seat: label and value, to be read from afar. */
  place: { label: string, value: string }[]
  ticketType: string
  holder: string
  reference: string
  /** `2 / 4` among the tickets of one file. */
  count: string
  /** What the QR code holds. */
  code: string
  notes: string[]
}

/** A receipt as it is printed. */
export interface PaperReceipt {
  title: string
  facts: { label: string, value: string }[]
  lines: { text: string, detail: string, amount: string }[]
  sums: { label: string, amount: string, isTotal: boolean }[]
  notes: string[]
}
