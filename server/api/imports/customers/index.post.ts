import { beginCustomerImport } from '#server/domain/imports/index.ts'
import { defineEndpoint } from '#server/http/endpoint.ts'
import { beginCustomerImportInput } from '#shared/api/customer-imports.ts'
import { beginImportReply } from '#shared/api/imports.ts'

export default defineEndpoint({
  summary: 'Begins an import of customers: says what the columns of the file mean. The file follows.',
  callers: ['admin'],
  body: beginCustomerImportInput,
  reply: beginImportReply,
  succeeds: [201],
  idempotency: 'stored'
}, async ({ house, principal, body, status }) => {
  const run = await beginCustomerImport(house, principal!.userId, body)
  status(201)
  return run
})
