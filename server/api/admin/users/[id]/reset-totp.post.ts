import { z } from 'zod'
import { resetTotp } from '#server/domain/people/index.ts'
import { accountsOf } from '#server/http/accounts.ts'
import { defineEndpoint } from '#server/http/endpoint.ts'
import { becauseInput } from '#shared/api/people.ts'
import { uuid } from '#shared/api/primitives.ts'

export default defineEndpoint({
  summary: 'Takes the authenticator off the account of somebody who lost it',
  callers: ['admin'],
  params: z.object({ id: uuid }),
  body: becauseInput,
  succeeds: [204],
  errors: ['not-found', 'not-yourself'],
  idempotency: 'natural'
}, async ({ house, principal, params, body, status }) => {
  await resetTotp(accountsOf(house), principal!.userId, params.id, body.reason)
  status(204)
  return null
})
