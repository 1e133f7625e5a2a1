import { z } from 'zod'
import { decideApplication } from '#server/domain/people/index.ts'
import { accountsOf } from '#server/http/accounts.ts'
import { defineEndpoint } from '#server/http/endpoint.ts'
import { decideApplicationInput } from '#shared/api/people.ts'
import { uuid } from '#shared/api/primitives.ts'

export default defineEndpoint({
  summary: 'Approves or rejects an application, once',
  callers: ['admin'],
  params: z.object({ id: uuid }),
  body: decideApplicationInput,
  succeeds: [204],
  errors: ['not-found', 'already-decided', 'not-yourself'],
  idempotency: 'natural'
}, async ({ house, principal, params, body, status }) => {
  await decideApplication(accountsOf(house), principal!.userId, params.id, body)
  status(204)
  return null
})
