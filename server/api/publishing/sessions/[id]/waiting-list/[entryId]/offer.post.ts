import { z } from 'zod'
import { offerByHand, readDesk } from '#server/domain/waiting-list/index.ts'
import { defineEndpoint } from '#server/http/endpoint.ts'
import { uuid } from '#shared/api/primitives.ts'
import { waitingListDeskReply } from '#shared/api/waiting-list.ts'

export default defineEndpoint({
  summary: 'Offer one person on the list the best that is free now, whatever the line',
  callers: ['publisher', 'admin'],
  params: z.object({ id: uuid, entryId: uuid }),
  reply: waitingListDeskReply,
  idempotency: 'natural',
  errors: ['not-found', 'no-block-left', 'illegal-transition', 'waiting-list-closed', 'limit-reached', 'table-over-limit', 'quota-full', 'seat-taken', 'area-full']
}, async ({ house, principal, params }) => {
  await offerByHand(house, principal!, params.id, params.entryId)
  return await readDesk(house, principal!, params.id)
})
