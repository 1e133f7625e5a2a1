import { readLoginSessions } from '#server/domain/accounts/index.ts'
import { defineEndpoint } from '#server/http/endpoint.ts'
import { loginSessionsReply } from '#shared/api/identity.ts'

export default defineEndpoint({
  summary: 'The browsers in which one is logged in.',
  callers: 'signed-in',
  reply: loginSessionsReply
}, async ({ house, principal }) => ({ loginSessions: await readLoginSessions(house.db, principal!) }))
