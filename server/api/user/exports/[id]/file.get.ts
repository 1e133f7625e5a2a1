import { getRequestHeader, setResponseHeaders } from 'h3'
import { z } from 'zod'
import { fetchCopy } from '#server/domain/privacy/index.ts'
import { defineEndpoint } from '#server/http/endpoint.ts'
import { refuseCrossSite } from '#server/http/same-site.ts'
import { uuid } from '#shared/api/primitives.ts'
import { DomainError } from '#shared/errors/domain-error.ts'

export default defineEndpoint({
  summary: 'The copy itself, as a JSON file, to its owner only. Fetching it closes it.',
  callers: 'signed-in',
  params: z.object({ id: uuid }),
  reply: z.unknown(),
  errors: ['not-found', 'link-dead', 'method-not-allowed', 'cross-site']
}, async ({ event, house, principal, params }) => {
  // Only a click on our own page, or a program: what other sites or a browser's foresight fetch would use the copy up.
  refuseCrossSite(event)
  if (getRequestHeader(event, 'sec-purpose')?.includes('prefetch')) throw new DomainError('method-not-allowed')
  // HEAD is answered by GET elsewhere: here it would use the copy up and hand out nothing.
  if (event.node.req.method !== 'GET') throw new DomainError('method-not-allowed')
  const bytes = await fetchCopy(house, principal!.userId, params.id)
  setResponseHeaders(event, { 'content-type': 'application/json; charset=utf-8', 'content-disposition': 'attachment; filename="foyer-my-data.json"' })
  return Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength)
})
