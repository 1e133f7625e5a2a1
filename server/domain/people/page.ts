import { z } from 'zod'
import { decodeCursor, encodeCursor } from '#shared/paging/cursor.ts'

/** Where a page of a list ended: when its last row was made, and its id. */
export interface Position { at: Date, id: string }

const position = z.tuple([z.iso.datetime(), z.uuid()])

export function encodePosition({ at, id }: Position): string {
  return encodeCursor([at.toISOString(), id])
}

/** @throws `invalid-input` for what is no position of a list */
export function decodePosition(cursor: string): Position {
  const [at, id] = decodeCursor(position, cursor)
  return { at: new Date(at), id }
}
