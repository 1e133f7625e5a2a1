import { listCustomerImports } from '#server/domain/imports/index.ts'
import { defineEndpoint } from '#server/http/endpoint.ts'
import { customerImportsReply } from '#shared/api/customer-imports.ts'

export default defineEndpoint({
  summary: 'The last imports of customers, in numbers, with what became of their invitations',
  callers: ['admin'],
  reply: customerImportsReply
}, ({ house }) => listCustomerImports(house))
