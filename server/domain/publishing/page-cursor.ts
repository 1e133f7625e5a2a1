import { z } from 'zod'
import { DomainError } from '#shared/errors/domain-error.ts'

/** Where a page of a list by time ended: microseconds as Postgres has them, and the id of the last row. */
export interface PagePosition { micros: string, id: string }

const position = z.tuple([z.string().regex(/^\d{1,18}$/), z.uuid()])

export function encodePage({ micros, id }: PagePosition): string {
  return Buffer.from(JSON.stringify([micros, id])).toString('base64url')
}

/** The reverse; null for no cursor. Throws `invalid-input` for what is none. */
export function decodePage(cursor: string | undefined): PagePosition | null {
  if (cursor === undefined) return null
  const parsed = position.safeParse(parseJson(Buffer.from(cursor, 'base64url').toString('utf8')))
  if (!parsed.success) throw new DomainError('invalid-input', { errors: [{ path: 'cursor', message: 'is not a cursor of this list; start again without one', code: 'custom' }] })
  return { micros: parsed.data[0], id: parsed.data[1] }
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}

/** Somebody's words as a pattern for ILIKE, with its wildcards escaped; null where nothing was asked. */
export function likePattern(q: string | undefined): string | null {
  const text = (q ?? '').normalize('NFKC').replace(/[\p{Cc}\p{Cs}]/gu, '').trim()
  return text ? `%${text.replace(/[\\%_]/g, '\\$&')}%` : null
}
