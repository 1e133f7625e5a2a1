import { z } from 'zod'
import { DomainError } from '#shared/errors/domain-error.ts'

/** How results are ordered. */
export const SEARCH_ORDERS = ['relevance', 'featured', 'soon', 'price', 'newest'] as const
export type SearchOrder = typeof SEARCH_ORDERS[number]

/**
 * Where a page of results ended: the sort keys of its last row, and the moment by which the first page was ranked. Not signed:
 * whoever forges one only starts reading elsewhere in what is public anyway.
 */
export interface SearchPosition { order: SearchOrder, asOfMs: number, isOver: 0 | 1, first: number, startsMs: number, id: string }

/** Of four-figure years, which every part of the house can write; negative: how long ago, for what is over. */
const LAST_MS = Date.UTC(9999, 11, 31)
const asOf = z.number().min(0).max(LAST_MS)
const starts = z.number().min(-LAST_MS).max(LAST_MS)
const position = z.tuple([z.enum(SEARCH_ORDERS), asOf, z.union([z.literal(0), z.literal(1)]), z.number(), starts, z.uuid()])
  // Only the relevance has a fraction: everything else is counted.
  .refine(([order, , , first]) => order === 'relevance' || Number.isSafeInteger(first))

/** The position as an opaque piece of a URL. */
export function encodeCursor({ order, asOfMs, isOver, first, startsMs, id }: SearchPosition): string {
  return Buffer.from(JSON.stringify([order, asOfMs, isOver, first, startsMs, id])).toString('base64url')
}

/** The reverse. Throws `invalid-input` for what is not a cursor of results in this order. */
export function decodeCursor(cursor: string, order: SearchOrder): SearchPosition {
  const parsed = position.safeParse(parseJson(Buffer.from(cursor, 'base64url').toString('utf8')))
  if (!parsed.success || parsed.data[0] !== order) {
    throw new DomainError('invalid-input', { errors: [{ path: 'cursor', message: 'is not a cursor of this search; start again without one', code: 'custom' }] })
  }
  const [, asOfMs, isOver, first, startsMs, id] = parsed.data
  return { order, asOfMs, isOver, first, startsMs, id }
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}
