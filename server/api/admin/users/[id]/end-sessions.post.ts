import { z } from 'zod'
import { endSessionsOf } from '#server/domain/people/index.ts'
import { accountsOf } from '#server/http/accounts.ts'
import { defineEndpoint } from '#server/http/endpoint.ts'
import { becauseInput, endedSessionsReply } from '#shared/api/people.ts'
import { uuid } from '#shared/api/primitives.ts'

export default defineEndpoint({
  summary: 'Ends all logins of somebody',
  callers: ['admin'],
  params: z.object({ id: uuid }),
  body: becauseInput,
  reply: endedSessionsReply,
  errors: ['not-found', 'not-yourself'],
  idempotency: 'natural'
}, async ({ house, principal, params, body }) => ({ ended: await endSessionsOf(accountsOf(house), principal!.userId, params.id, body.reason) }))
