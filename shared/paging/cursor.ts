import type { z } from 'zod'
import { DomainError } from '#shared/errors/domain-error.ts'

/**
 * Where a page of a list ended, as an opaque piece of a URL: the sort keys of its last row. Not signed: whoever forges one only
 * starts reading elsewhere in a list that he may read anyway. Server only.
 */
export function encodeCursor(place: readonly unknown[]): string {
  return Buffer.from(JSON.stringify(place)).toString('base64url')
}

/** The reverse. Throws `invalid-input` for what is no cursor of this list. */
export function decodeCursor<Place extends z.ZodType>(place: Place, cursor: string): z.output<Place> {
  const parsed = place.safeParse(parseJson(Buffer.from(cursor, 'base64url').toString('utf8')))
  if (!parsed.success) throw strangeCursor()
  return parsed.data
}

/** The refusal of a cursor that belongs to another list. */
export function strangeCursor(): DomainError {
  return new DomainError('invalid-input', { errors: [{ path: 'cursor', message: 'is not a cursor of this list; start again without one', code: 'custom' }] })
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}
