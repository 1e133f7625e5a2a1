import { z } from 'zod'
import { type Decider, decideRequest } from '#server/domain/refunds/index.ts'
import { defineEndpoint } from '#server/http/endpoint.ts'
import { uuid } from '#shared/api/primitives.ts'
import { refundDecision } from '#shared/api/refunds.ts'

export default defineEndpoint({
  summary: 'Approve or reject a request to give tickets back',
  callers: ['publisher', 'admin'],
  scope: 'orders:write',
  params: z.object({ id: uuid }),
  body: refundDecision,
  reply: z.object({ done: z.literal(true) }),
  idempotency: 'stored',
  errors: ['not-found', 'illegal-transition', 'not-refundable', 'unavailable', 'resale-locked']
}, async ({ house, principal, params, body }) => {
  await decideRequest(house, principal as Decider, params.id, body)
  return { done: true as const }
})
