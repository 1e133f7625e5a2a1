import { listExports } from '#server/domain/exports/index.ts'
import { defineEndpoint } from '#server/http/endpoint.ts'
import { exportsReply } from '#shared/api/exports.ts'

export default defineEndpoint({
  summary: 'The tables that the caller asked for lately, with how far they are',
  callers: ['publisher', 'admin'],
  reply: exportsReply
}, async ({ house, principal }) => ({ exports: await listExports(house, principal!.userId) }))
