import { z } from 'zod'
import { lookUpPayment } from '#server/domain/payments/index.ts'
import { defineEndpoint } from '#server/http/endpoint.ts'
import { lookedUpReply } from '#shared/api/money.ts'
import { uuid } from '#shared/api/primitives.ts'

export default defineEndpoint({
  summary: 'Asks the provider how a payment stands, and applies what it says',
  callers: ['admin'],
  params: z.object({ id: uuid }),
  reply: lookedUpReply,
  errors: ['not-found', 'provider-silent'],
  idempotency: 'natural'
}, async ({ house, principal, params }) => ({ outcome: await lookUpPayment(house, principal!.userId, params.id) }))
