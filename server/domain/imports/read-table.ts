import { Readable, pipeline } from 'node:stream'
import { CsvError, parse } from 'csv-parse'
import { type Encoding, decoded } from './encoding.ts'

export interface TableRow {
  /** Line of the file where the row ends, from 1. */
  line: number
  /** By the name of the column. Null: this row cannot be read (too many or too few cells, a quote that never ends). */
  cells: Record<string, string> | null
}

/** No cell of a programme is longer; what is, is a quote that was never closed. Bytes. */
const LONGEST_ROW = 1024 * 1024

/**
 * The rows of a table with a header line (RFC 4180; comma, semicolon or tab), one after the other, however many there are. A row
 * with the wrong number of cells is given as unreadable and the next one goes on; after a quote that never ends nothing does.
 */
export async function* readTable(read: () => AsyncIterable<Uint8Array>, encoding: Encoding): AsyncGenerator<TableRow> {
  const parser = parse({
    columns: names => names.map((name: string, index: number) => name.trim() || `column ${index + 1}`),
    delimiter: await delimiterOf(read(), encoding), bom: true, skip_empty_lines: true, relax_column_count: true, info: true, max_record_size: LONGEST_ROW
  })
  // Not `pipe`: whoever stops reading closes the file with it, and a file that breaks off ends the reading.
  const rows = pipeline(Readable.from(decoded(read(), encoding)), parser, () => {}) as AsyncIterable<{ record: Record<string, string>, info: { lines: number, error?: CsvError } }>
  let line = 0
  try {
    for await (const { record, info } of rows) {
      line = info.lines
      const isWhole = !info.error && Object.values(record).every(cell => typeof cell === 'string')
      yield { line, cells: isWhole ? record : null }
    }
  } catch (error) {
    if (!(error instanceof CsvError)) throw error
    // Rows that were on their way are lost with it; the file is refused from where the quote was opened.
    yield { line: typeof error.lines === 'number' ? error.lines : line + 1, cells: null }
  }
}

/** What stands most often in the first line. */
async function delimiterOf(chunks: AsyncIterable<Uint8Array>, encoding: Encoding): Promise<string> {
  let head = ''
  for await (const text of decoded(chunks, encoding)) {
    head += text
    if (head.includes('\n') || head.length > LONGEST_ROW) break
  }
  const first = head.split(/\r?\n/, 1)[0]!
  return [',', ';', '\t'].map(delimiter => ({ delimiter, count: first.split(delimiter).length })).sort((a, b) => b.count - a.count)[0]!.delimiter
}
