import { z } from 'zod'
import { quotePromoCode } from '#server/domain/orders/index.ts'
import { originOf } from '#server/http/accounts.ts'
import { defineEndpoint } from '#server/http/endpoint.ts'
import { holderOf } from '#server/http/people.ts'
import { promoQuoteInput, promoQuoteReply } from '#shared/api/orders.ts'
import { uuid } from '#shared/api/primitives.ts'

export default defineEndpoint({
  summary: 'What a promo code would take off a hold. Asking uses nothing up.',
  callers: 'anyone',
  params: z.object({ id: uuid }),
  body: promoQuoteInput,
  reply: promoQuoteReply,
  errors: ['promo-code-refused', 'hold-expired', 'rate-limited', 'unavailable'],
  idempotency: 'natural'
}, call => quotePromoCode(call.house, { ...holderOf(call, call.params.id), network: originOf(call.event).network }, call.params.id, call.body))
