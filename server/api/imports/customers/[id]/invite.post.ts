import { z } from 'zod'
import { inviteImported } from '#server/domain/imports/index.ts'
import { defineEndpoint } from '#server/http/endpoint.ts'
import { inviteReply } from '#shared/api/customer-imports.ts'
import { uuid } from '#shared/api/primitives.ts'

export default defineEndpoint({
  summary: 'Writes once to everybody of an import who has not come by himself how to enter the account: some hundred an hour',
  callers: ['admin'],
  params: z.object({ id: uuid }),
  reply: inviteReply,
  succeeds: [202],
  idempotency: 'stored',
  errors: ['mail-not-set-up', 'illegal-transition']
}, async ({ house, principal, params, status }) => {
  const asked = await inviteImported(house, principal!.userId, params.id)
  status(202)
  return asked
})
