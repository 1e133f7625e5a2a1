import { readProfile } from '#server/domain/accounts/index.ts'
import { accountsOf } from '#server/http/accounts.ts'
import { defineEndpoint } from '#server/http/endpoint.ts'
import { profileReply } from '#shared/api/accounts.ts'

export default defineEndpoint({
  summary: 'The own account.',
  callers: 'signed-in',
  reply: profileReply
}, ({ house, principal }) => readProfile(accountsOf(house), principal!.userId))
