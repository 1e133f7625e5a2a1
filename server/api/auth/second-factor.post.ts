import { showSecondFactor } from '#server/domain/accounts/index.ts'
import { accountsOf, originOf } from '#server/http/accounts.ts'
import { defineEndpoint } from '#server/http/endpoint.ts'
import { answerLogin } from '#server/http/log-in.ts'
import { loginReply } from '#shared/api/accounts.ts'
import { secondFactorInput } from '#shared/api/identity.ts'

export default defineEndpoint({
  summary: 'The second step of a login by phone or by another provider: six digits of the authenticator app, or a recovery code.',
  callers: 'anyone',
  body: secondFactorInput,
  reply: loginReply,
  errors: ['code-wrong', 'rate-limited'],
  idempotency: 'natural',
  bodyLimitBytes: 8 * 1024
}, async ({ event, house, body }) => {
  const { network, ...origin } = originOf(event)
  return await answerLogin(event, house, await showSecondFactor(accountsOf(house), body, network, origin))
})
