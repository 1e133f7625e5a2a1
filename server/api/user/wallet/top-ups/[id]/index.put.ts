import { z } from 'zod'
import { confirmTopUp } from '#server/domain/payments/index.ts'
import { defineEndpoint } from '#server/http/endpoint.ts'
import { uuid } from '#shared/api/primitives.ts'
import { topUpReply } from '#shared/api/wallet.ts'

export default defineEndpoint({
  summary: 'Asks the provider how a payment for points stands, after coming back from its page',
  callers: 'signed-in',
  params: z.object({ id: uuid }),
  reply: topUpReply,
  errors: ['not-found'],
  idempotency: 'natural'
}, ({ house, principal, params }) => confirmTopUp(house, principal!.userId, params.id))
