import { z } from 'zod'
import { readDesk, withdrawOffer } from '#server/domain/waiting-list/index.ts'
import { defineEndpoint } from '#server/http/endpoint.ts'
import { uuid } from '#shared/api/primitives.ts'
import { waitingListDeskReply, withdrawOfferInput } from '#shared/api/waiting-list.ts'

export default defineEndpoint({
  summary: 'Take back an offer that is not paid: the person is told why and is off the list, the places go to the next',
  callers: ['publisher', 'admin'],
  params: z.object({ id: uuid, offerId: uuid }),
  body: withdrawOfferInput,
  reply: waitingListDeskReply,
  idempotency: 'natural',
  errors: ['not-found', 'illegal-transition']
}, async ({ house, principal, params, body }) => {
  await withdrawOffer(house, principal!, params.id, params.offerId, body.reason)
  return await readDesk(house, principal!, params.id)
})
