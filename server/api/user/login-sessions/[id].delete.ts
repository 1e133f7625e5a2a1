import { z } from 'zod'
import { endLoginSession } from '#server/domain/accounts/index.ts'
import { accountsOf } from '#server/http/accounts.ts'
import { defineEndpoint } from '#server/http/endpoint.ts'
import { clearLoginCookies } from '#server/http/login-cookies.ts'
import { endedReply } from '#shared/api/identity.ts'
import { uuid } from '#shared/api/primitives.ts'

export default defineEndpoint({
  summary: 'Ends one of one\'s login sessions; this one too.',
  callers: 'signed-in',
  params: z.object({ id: uuid }),
  reply: endedReply,
  idempotency: 'natural'
}, async ({ event, house, principal, params }) => {
  await endLoginSession(accountsOf(house), principal!, params.id)
  if (params.id === principal!.loginSessionId) clearLoginCookies(event, house.settings)
  return { ended: 1 }
})
