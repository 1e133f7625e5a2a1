import { createWriteStream } from 'node:fs'
import { Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import { writeXlsxStream } from 'hucre/xlsx'
import type { Cell, SheetWorks } from '#server/domain/exports/index.ts'
import { fractionDigits } from '#shared/money/money.ts'

/** XML 1.0 has no place for these, not even escaped: one of them, and Excel calls the file broken. */
// eslint-disable-next-line no-control-regex
const NOT_XML = /[\u0000-\u0008\u000B\u000C\u000E-\u001F\uFFFE\uFFFF]|[\uD800-\uDBFF](?![\uDC00-\uDFFF])|(?<![\uD800-\uDBFF])[\uDC00-\uDFFF]/g
/** Characters that a cell of Excel takes. */
const LONGEST = 32_000

/** XLSX by hucre, which pulls rows as it writes. Texts are written as such: nothing that they hold is a formula. */
export const hucreWorks: SheetWorks = {
  async write(path, { name, columns, rows }) {
    const stream = writeXlsxStream(values(rows), {
      name, columns: columns.map(({ header, width }) => ({ header, width })), freezePane: { rows: 1 }
    })
    await pipeline(Readable.from(piecesOf(stream)), createWriteStream(path, { mode: 0o600 }))
  }
}

async function* piecesOf(stream: ReadableStream<Uint8Array>): AsyncGenerator<Uint8Array> {
  const reader = stream.getReader()
  try {
    for (let read = await reader.read(); !read.done; read = await reader.read()) yield read.value
  } finally {
    // Rows that broke off, or a full disk: nobody reads on.
    await reader.cancel().catch(() => {})
  }
}

async function* values(rows: AsyncIterable<readonly Cell[]>) {
  for await (const row of rows) yield row.map(valueOf)
}

function valueOf(cell: Cell): string | number | null {
  if (typeof cell === 'string') return cell.replaceAll(NOT_XML, '').slice(0, LONGEST)
  if (cell === null || typeof cell === 'number') return cell
  return cell.amountMinor / 10 ** fractionDigits(cell.currency)
}
