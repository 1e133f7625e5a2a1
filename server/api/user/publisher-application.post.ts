import { z } from 'zod'
import { applyAsPublisher } from '#server/domain/people/index.ts'
import { defineEndpoint } from '#server/http/endpoint.ts'
import { applyInput } from '#shared/api/people.ts'
import { uuid } from '#shared/api/primitives.ts'

export default defineEndpoint({
  summary: 'A customer applies to become a publisher',
  callers: 'signed-in',
  body: applyInput,
  reply: z.object({ id: uuid }),
  succeeds: [201],
  errors: ['already-applied', 'not-allowed', 'rate-limited'],
  idempotency: 'stored'
}, async ({ house, principal, body, status }) => {
  const application = await applyAsPublisher(house, principal!.userId, body)
  status(201)
  return application
})
