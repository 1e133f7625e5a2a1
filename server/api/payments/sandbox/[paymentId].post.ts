import { z } from 'zod'
import { settlePayment } from '#server/domain/payments/index.ts'
import { defineEndpoint } from '#server/http/endpoint.ts'
import { DomainError } from '#shared/errors/domain-error.ts'
import { uuid } from '#shared/api/primitives.ts'

export default defineEndpoint({
  summary: 'What the person said on the sandbox payment page (demos and tests only)',
  callers: 'anyone',
  params: z.object({ paymentId: uuid }),
  body: z.strictObject({ outcome: z.enum(['pay', 'decline']) }),
  reply: z.object({ orderId: uuid, paid: z.boolean() }),
  idempotency: 'natural',
  errors: ['not-found', 'order-expired', 'order-not-payable']
}, async (call) => {
  if (!call.house.gateways.some(g => g.name === 'sandbox')) throw new DomainError('not-found')
  const { paymentId } = call.params
  return await settlePayment(call.house, { paymentId, result: call.body.outcome === 'pay' ? 'captured' : 'declined', transactionId: `sandbox-${paymentId}` })
})
