import { z } from 'zod'
import { askExport } from '#server/domain/exports/index.ts'
import { defineEndpoint } from '#server/http/endpoint.ts'
import { exportWish } from '#shared/api/exports.ts'
import { uuid } from '#shared/api/primitives.ts'

export default defineEndpoint({
  summary: 'Asks for a table as a file (CSV or XLSX): a job makes it, in the caller\'s language',
  callers: ['publisher', 'admin'],
  body: exportWish,
  reply: z.object({ id: uuid }),
  succeeds: [202],
  errors: ['not-found', 'rate-limited'],
  idempotency: 'stored'
}, async ({ house, principal, body, locale, status }) => {
  const id = await askExport(house, principal!, { ...body, locale })
  status(202)
  return { id }
})
