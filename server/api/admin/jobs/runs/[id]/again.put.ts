import { z } from 'zod'
import { tryRunAgain } from '#server/domain/runs/index.ts'
import { defineEndpoint } from '#server/http/endpoint.ts'
import { uuid } from '#shared/api/primitives.ts'

export default defineEndpoint({
  summary: 'Gives a run that has given up all its tries again, from where it stopped',
  callers: ['admin'],
  params: z.object({ id: uuid }),
  succeeds: [204],
  errors: ['not-found', 'illegal-transition'],
  idempotency: 'natural'
}, async ({ house, principal, params, status }) => {
  await tryRunAgain(house.db, params.id, principal!.userId)
  status(204)
  return null
})
