import { setResponseHeaders } from 'h3'
import { z } from 'zod'
import { openExport } from '#server/domain/exports/index.ts'
import { defineEndpoint } from '#server/http/endpoint.ts'
import { uuid } from '#shared/api/primitives.ts'

export default defineEndpoint({
  summary: 'The file of an export, as it comes: to whoever asked for it, for a day',
  callers: ['publisher', 'admin'],
  params: z.object({ id: uuid }),
  gives: ['text/csv', 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet'],
  errors: ['not-found', 'link-dead']
}, async ({ event, house, principal, params }) => {
  const { stream, contentType, name } = await openExport(house, principal!, params.id)
  setResponseHeaders(event, { 'content-type': contentType, 'content-disposition': `attachment; filename="${name}"` })
  return stream
})
