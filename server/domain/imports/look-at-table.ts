import type { LookReply } from '#shared/api/imports.ts'
import { DomainError } from '#shared/errors/domain-error.ts'
import { encodingOf } from './encoding.ts'
import { guessColumns } from './guess-columns.ts'
import { readTable } from './read-table.ts'

const SHOWN_ROWS = 5
const SHOWN_LENGTH = 200

/** The columns of a file by its beginning, what they probably mean, and some rows. A character cut in two at the end does not matter. */
export async function lookAtTable(beginning: Uint8Array, guess: (columns: readonly string[]) => LookReply['columnsGuessed'] = guessColumns): Promise<LookReply> {
  const whole = async function* () { yield beginning }
  const cut = (bytes: number) => async function* () { yield beginning.subarray(0, Math.max(0, beginning.length - bytes)) }
  let encoding = await encodingOf(whole)
  // The end may stand in the middle of a character of up to four bytes: without it, it is UTF-8 after all.
  for (let bytes = 1; bytes < 4 && encoding !== 'utf-8'; bytes++) if (await encodingOf(cut(bytes)) === 'utf-8') encoding = 'utf-8'
  if (!encoding) throw new DomainError('invalid-input', { errors: [{ path: 'file', message: 'is neither UTF-8 nor GB 18030 (GBK) nor UTF-16', code: 'custom' }] })
  const rows: Record<string, string>[] = []
  for await (const { cells } of readTable(whole, encoding)) {
    if (cells) rows.push(Object.fromEntries(Object.entries(cells).map(([name, value]) => [name, value.slice(0, SHOWN_LENGTH)])))
    if (rows.length === SHOWN_ROWS) break
  }
  const columns = Object.keys(rows[0] ?? {})
  return { encoding, columns, rows, columnsGuessed: guess(columns) }
}
