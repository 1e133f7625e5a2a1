import { type H3Event, setResponseHeader } from 'h3'
import { newId } from '#shared/ids/id.ts'

/** The id by which logs and error answers speak of this request; also in the header `x-request-id`. */
export function requestId(event: H3Event): string {
  const known = event.context.requestId as string | undefined
  if (known) return known
  const id = newId()
  event.context.requestId = id
  setResponseHeader(event, 'x-request-id', id)
  return id
}
