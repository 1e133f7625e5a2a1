import { z } from 'zod'
import { resendCode } from '#server/domain/accounts/index.ts'
import { accountsOf, originOf } from '#server/http/accounts.ts'
import { defineEndpoint } from '#server/http/endpoint.ts'
import { challengeReply } from '#shared/api/identity.ts'
import { uuid } from '#shared/api/primitives.ts'

export default defineEndpoint({
  summary: 'Sends another code for the same question; the one before is dead. Once a minute.',
  callers: 'anyone',
  params: z.object({ id: uuid }),
  body: z.strictObject({}).optional(),
  reply: challengeReply,
  succeeds: [202],
  errors: ['mail-not-set-up', 'rate-limited'],
  idempotency: 'natural'
}, async ({ event, house, principal, params, status }) => {
  const reply = await resendCode(accountsOf(house), params.id, principal?.userId ?? null, originOf(event).network)
  status(202)
  return reply
})
