import { changeEmail, readProfile } from '#server/domain/accounts/index.ts'
import { accountsOf, originOf } from '#server/http/accounts.ts'
import { defineEndpoint } from '#server/http/endpoint.ts'
import { profileReply } from '#shared/api/accounts.ts'
import { challengeAnswer } from '#shared/api/identity.ts'

export default defineEndpoint({
  summary: 'Changes the e-mail by the code that went to the new one. The old one is told.',
  callers: 'signed-in',
  body: challengeAnswer,
  reply: profileReply,
  errors: ['code-wrong', 'address-taken', 'rate-limited'],
  idempotency: 'natural'
}, async ({ event, house, principal, body }) => {
  await changeEmail(accountsOf(house), principal!, body, originOf(event).network)
  return await readProfile(accountsOf(house), principal!.userId)
})
