import { endTotp } from '#server/domain/accounts/index.ts'
import { accountsOf } from '#server/http/accounts.ts'
import { defineEndpoint } from '#server/http/endpoint.ts'
import { doneReply, endTotpInput } from '#shared/api/identity.ts'

export default defineEndpoint({
  summary: 'Turns the second factor off by one of its codes.',
  callers: 'signed-in',
  body: endTotpInput,
  reply: doneReply,
  errors: ['code-wrong', 'rate-limited'],
  idempotency: 'natural'
}, async ({ house, principal, body }) => {
  await endTotp(accountsOf(house), principal!, body.code)
  return { done: true as const }
})
