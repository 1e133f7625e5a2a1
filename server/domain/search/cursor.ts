import { z } from 'zod'
import { decodeCursor, encodeCursor, strangeCursor } from '#shared/paging/cursor.ts'

/** How results are ordered. */
export const SEARCH_ORDERS = ['relevance', 'featured', 'soon', 'price', 'newest'] as const
export type SearchOrder = typeof SEARCH_ORDERS[number]

/**
 * Where a page of results ended: the sort keys of its last row, and the moment by which the first page was ranked.
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
export function encodePosition({ order, asOfMs, isOver, first, startsMs, id }: SearchPosition): string {
  return encodeCursor([order, asOfMs, isOver, first, startsMs, id])
}

/** The reverse. Throws `invalid-input` for what is not a cursor of results in this order. */
export function decodePosition(cursor: string, wanted: SearchOrder): SearchPosition {
  const [order, asOfMs, isOver, first, startsMs, id] = decodeCursor(position, cursor)
  if (order !== wanted) throw strangeCursor()
  return { order, asOfMs, isOver, first, startsMs, id }
}
