import { z } from 'zod'
import { changeListSettings, readDesk } from '#server/domain/waiting-list/index.ts'
import { defineEndpoint } from '#server/http/endpoint.ts'
import { uuid } from '#shared/api/primitives.ts'
import { waitingListDeskReply, waitingListSettings } from '#shared/api/waiting-list.ts'

export default defineEndpoint({
  summary: 'Stop or start a waiting list, set how long offers stand and who comes first',
  callers: ['publisher', 'admin'],
  params: z.object({ id: uuid }),
  body: waitingListSettings,
  reply: waitingListDeskReply,
  idempotency: 'natural',
  errors: ['not-found']
}, async ({ house, principal, params, body }) => {
  await changeListSettings(house, principal!, params.id, body)
  return await readDesk(house, principal!, params.id)
})
