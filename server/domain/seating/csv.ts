/** One record of a CSV file and the line it starts in, from 1. */
export interface CsvRecord { line: number, fields: string[] }

/** A CSV text that cannot be read from `line` on. */
export class CsvError extends Error {
  readonly line: number

  constructor(line: number, message: string) {
    super(message)
    this.name = 'CsvError'
    this.line = line
  }
}

/**
 * Reads CSV (RFC 4180): quoted fields with doubled quotes, separators and line breaks inside; CRLF, LF or CR; a byte order
 * mark; empty lines are left out. The separator is whichever of comma, semicolon and tab the first line has most of,
 * because spreadsheets write semicolons where the comma is the decimal sign. Throws `CsvError`.
 */
export function* readCsv(text: string): Generator<CsvRecord> {
  const start = text.charCodeAt(0) === 0xfeff ? 1 : 0
  const separator = separatorOf(text.slice(start, start + 10_000).split(/[\r\n]/, 1)[0]!)
  const unquoted = new RegExp(`[^${separator}\\r\\n]*`, 'y')
  let at = start
  let line = 1
  while (at < text.length) {
    const record: CsvRecord = { line, fields: [] }
    for (;;) {
      if (text[at] === '"') {
        const end = closingQuote(text, at, line)
        const raw = text.slice(at + 1, end)
        record.fields.push(raw.replaceAll('""', '"'))
        line += raw.match(/\r\n|\r|\n/g)?.length ?? 0
        at = end + 1
        if (at < text.length && text[at] !== separator && text[at] !== '\r' && text[at] !== '\n') throw new CsvError(line, 'text follows a closing quote')
      } else {
        unquoted.lastIndex = at
        const field = unquoted.exec(text)![0]
        record.fields.push(field)
        at += field.length
      }
      if (text[at] !== separator) break
      at++
    }
    at += text.startsWith('\r\n', at) ? 2 : 1
    line++
    if (record.fields.length > 1 || record.fields[0] !== '') yield record
  }
}

function separatorOf(header: string): string {
  const count = (separator: string) => header.split(separator).length
  return [',', ';', '\t'].sort((a, b) => count(b) - count(a))[0]!
}

function closingQuote(text: string, open: number, line: number): number {
  let at = text.indexOf('"', open + 1)
  while (at >= 0 && text[at + 1] === '"') at = text.indexOf('"', at + 2)
  if (at < 0) throw new CsvError(line, 'a quote is not closed')
  return at
}
