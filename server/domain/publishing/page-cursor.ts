import { z } from 'zod'
import { decodeCursor, encodeCursor } from '#shared/paging/cursor.ts'

/** Where a page of a list by time ended: microseconds as Postgres has them, and the id of the last row. */
export interface PagePosition { micros: string, id: string }

const position = z.tuple([z.string().regex(/^\d{1,18}$/), z.uuid()])

export function encodePage({ micros, id }: PagePosition): string {
  return encodeCursor([micros, id])
}

/** The reverse; null for no cursor. Throws `invalid-input` for what is none. */
export function decodePage(cursor: string | undefined): PagePosition | null {
  if (cursor === undefined) return null
  const [micros, id] = decodeCursor(position, cursor)
  return { micros, id }
}
