import { hash } from 'node:crypto'
import { type H3Event, getRequestHeader, setResponseHeader } from 'h3'
import type { PollPace } from './live/poll-pace.ts'

/**
 * For replies that somebody asks for again and again: says when to ask again, names the reply by what it says, and tells whether the
 * asker knows it already; then it is answered 304. `facts` is what changes the name: leave out what only counts down.
 */
export function isKnown(event: H3Event, facts: unknown, pace: PollPace): boolean {
  const tag = `"${hash('sha256', JSON.stringify(facts), 'base64url').slice(0, 22)}"`
  setResponseHeader(event, 'etag', tag)
  setResponseHeader(event, 'x-poll-after-ms', pace.next())
  return getRequestHeader(event, 'if-none-match') === tag
}
