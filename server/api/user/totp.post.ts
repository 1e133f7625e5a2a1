import { beginTotp } from '#server/domain/accounts/index.ts'
import { accountsOf } from '#server/http/accounts.ts'
import { defineEndpoint } from '#server/http/endpoint.ts'
import { beginTotpInput, beginTotpReply } from '#shared/api/identity.ts'

export default defineEndpoint({
  summary: 'A secret for an authenticator app, as text and as QR code. Nothing asks for it before its first code has come back.',
  callers: 'signed-in',
  body: beginTotpInput,
  reply: beginTotpReply,
  errors: ['password-needed', 'fresh-login-needed', 'illegal-transition', 'rate-limited', 'unavailable'],
  idempotency: 'natural',
  bodyLimitBytes: 8 * 1024
}, async ({ house, principal, body }) => {
  const begun = await beginTotp(accountsOf(house), principal!, body.current)
  return { ...begun, qrSvg: await house.drawQr(begun.uri) }
})
