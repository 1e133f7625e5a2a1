import { createHash, timingSafeEqual } from 'node:crypto'
import { type H3Event, getRequestHeader } from 'h3'

/** Whether a program shows this secret as its bearer token; never where none is set. Takes as long for a wrong one as for the right one. */
export function showsSecret(event: H3Event, secret: string | null): boolean {
  if (secret === null) return false
  const digest = (text: string) => createHash('sha256').update(text).digest()
  return timingSafeEqual(digest(getRequestHeader(event, 'authorization') ?? ''), digest(`Bearer ${secret}`))
}
