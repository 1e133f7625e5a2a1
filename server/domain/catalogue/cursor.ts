import { z } from 'zod'
import { DomainError } from '#shared/errors/domain-error.ts'

/** How results are ordered. `relevance` only where something was searched for. */
export type SearchOrder = 'relevance' | 'featured' | 'soon' | 'price'

/**
 * Where a page of results ended: the sort keys of its last row. Not signed: whoever forges one only starts reading elsewhere
 * in what is public anyway.
 */
export interface SearchPosition { order: SearchOrder, isOver: 0 | 1, first: number, startsMs: number, id: string }

const position = z.tuple([
  z.enum(['relevance', 'featured', 'soon', 'price']), z.union([z.literal(0), z.literal(1)]), z.number(), z.number(), z.uuid()
])

/** The position as an opaque piece of a URL. */
export function encodeCursor({ order, isOver, first, startsMs, id }: SearchPosition): string {
  return Buffer.from(JSON.stringify([order, isOver, first, startsMs, id])).toString('base64url')
}

/** The reverse. Throws `invalid-input` for what is not a cursor of results in this order. */
export function decodeCursor(cursor: string, order: SearchOrder): SearchPosition {
  const parsed = position.safeParse(parseJson(Buffer.from(cursor, 'base64url').toString('utf8')))
  if (!parsed.success || parsed.data[0] !== order) {
    throw new DomainError('invalid-input', { errors: [{ path: 'cursor', message: 'is not a cursor of this search; start again without one', code: 'custom' }] })
  }
  const [, isOver, first, startsMs, id] = parsed.data
  return { order, isOver, first, startsMs, id }
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}
