import { z } from 'zod'
import { defineEndpoint } from '#server/http/endpoint.ts'
import { sandboxReply } from '#server/http/sandbox-reply.ts'
import { DomainError } from '#shared/errors/domain-error.ts'
import { uuid } from '#shared/api/primitives.ts'
import { sandboxAct, sandboxPayment } from '#shared/api/sandbox.ts'

export default defineEndpoint({
  summary: 'What the person chose on the page of the sandbox (demos and tests only): it pays or not, and says so as it was told to',
  callers: 'anyone',
  params: z.object({ paymentId: uuid }),
  body: sandboxAct,
  reply: sandboxPayment,
  idempotency: 'natural',
  errors: ['not-found', 'order-expired']
}, async ({ house, params, body }) => {
  if (!house.sandbox) throw new DomainError('not-found')
  return sandboxReply(await house.sandbox.act(params.paymentId, body))
})
