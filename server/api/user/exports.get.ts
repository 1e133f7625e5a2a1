import { listCopies } from '#server/domain/privacy/index.ts'
import { defineEndpoint } from '#server/http/endpoint.ts'
import { dataExportsReply } from '#shared/api/identity.ts'

export default defineEndpoint({
  summary: 'The copies of the own data that were asked for, newest first.',
  callers: 'signed-in',
  reply: dataExportsReply
}, async ({ house, principal }) => ({ exports: await listCopies(house, principal!.userId) }))
