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

/** A JavaScript date's; Postgres knows them all. */
const ms = z.number().min(-8.64e15).max(8.64e15)
const position = z.tuple([z.enum(SEARCH_ORDERS), ms, z.union([z.literal(0), z.literal(1)]), z.number(), ms, z.uuid()])

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
