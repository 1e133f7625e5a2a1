import { beginImport } from '#server/domain/imports/index.ts'
import { defineEndpoint } from '#server/http/endpoint.ts'
import { beginImportInput, beginImportReply } from '#shared/api/imports.ts'

export default defineEndpoint({
  summary: 'Begins an import of events: says what the columns of the file mean. The file follows.',
  callers: ['publisher', 'admin'],
  scope: 'events:write',
  body: beginImportInput,
  reply: beginImportReply,
  succeeds: [201],
  idempotency: 'stored'
}, async ({ house, principal, body, status }) => {
  const run = await beginImport(house, principal!.userId, body)
  status(201)
  return run
})
