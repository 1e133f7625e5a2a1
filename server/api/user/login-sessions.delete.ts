import { endOtherLoginSessions } from '#server/domain/accounts/index.ts'
import { accountsOf } from '#server/http/accounts.ts'
import { defineEndpoint } from '#server/http/endpoint.ts'
import { endedReply } from '#shared/api/identity.ts'

export default defineEndpoint({
  summary: 'Ends all of one\'s login sessions but this one.',
  callers: 'signed-in',
  reply: endedReply,
  idempotency: 'natural'
}, async ({ house, principal }) => ({ ended: await endOtherLoginSessions(accountsOf(house), principal!) }))
