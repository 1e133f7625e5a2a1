import { confirmTotp } from '#server/domain/accounts/index.ts'
import { accountsOf } from '#server/http/accounts.ts'
import { defineEndpoint } from '#server/http/endpoint.ts'
import { confirmTotpInput, confirmTotpReply } from '#shared/api/identity.ts'

export default defineEndpoint({
  summary: 'Turns the second factor on by its first code. The recovery codes are shown this once.',
  callers: 'signed-in',
  body: confirmTotpInput,
  reply: confirmTotpReply,
  errors: ['code-wrong', 'rate-limited'],
  idempotency: 'natural'
}, async ({ house, principal, body }) => ({ recoveryCodes: await confirmTotp(accountsOf(house), principal!, body.code) }))
