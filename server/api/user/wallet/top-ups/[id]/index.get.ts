import { z } from 'zod'
import { readTopUp } from '#server/domain/payments/index.ts'
import { defineEndpoint } from '#server/http/endpoint.ts'
import { uuid } from '#shared/api/primitives.ts'
import { topUpReply } from '#shared/api/wallet.ts'

export default defineEndpoint({
  summary: 'What became of a payment for points',
  callers: 'signed-in',
  params: z.object({ id: uuid }),
  reply: topUpReply,
  errors: ['not-found']
}, ({ house, principal, params }) => readTopUp(house, principal!.userId, params.id))
