import { changeProfile } from '#server/domain/accounts/index.ts'
import { accountsOf } from '#server/http/accounts.ts'
import { defineEndpoint } from '#server/http/endpoint.ts'
import { profileChange, profileReply } from '#shared/api/accounts.ts'

export default defineEndpoint({
  summary: 'Changes display name and language of the own account.',
  callers: 'signed-in',
  body: profileChange,
  reply: profileReply,
  idempotency: 'natural'
}, ({ house, principal, body }) => changeProfile(accountsOf(house), principal!.userId, body))
