import { listImports } from '#server/domain/imports/index.ts'
import { defineEndpoint } from '#server/http/endpoint.ts'
import { importRunsReply } from '#shared/api/imports.ts'

export default defineEndpoint({
  summary: 'The caller\'s last imports, with their mappings to use again',
  callers: ['publisher', 'admin'],
  scope: 'events:read',
  reply: importRunsReply
}, ({ house, principal }) => listImports(house, principal!.userId))
