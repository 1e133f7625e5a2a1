import { z } from 'zod'
import { defineEndpoint } from '#server/http/endpoint.ts'
import { sandboxReply } from '#server/http/sandbox-reply.ts'
import { DomainError } from '#shared/errors/domain-error.ts'
import { uuid } from '#shared/api/primitives.ts'
import { sandboxPayment } from '#shared/api/sandbox.ts'

export default defineEndpoint({
  summary: 'A payment as the sandbox, which plays a provider in demos and tests, shows it to who holds its link',
  callers: 'anyone',
  params: z.object({ paymentId: uuid }),
  reply: sandboxPayment,
  errors: ['not-found']
}, async ({ house, params }) => {
  if (!house.sandbox) throw new DomainError('not-found')
  return sandboxReply(await house.sandbox.show(params.paymentId))
})
