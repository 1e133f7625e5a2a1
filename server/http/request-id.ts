import { randomUUID } from 'node:crypto'
import { type H3Event, setResponseHeader } from 'h3'

/** The id by which logs and error answers speak of this request; also in the header `x-request-id`. */
export function requestId(event: H3Event): string {
  const known = event.context.requestId as string | undefined
  if (known) return known
  const id = randomUUID()
  event.context.requestId = id
  setResponseHeader(event, 'x-request-id', id)
  return id
}
