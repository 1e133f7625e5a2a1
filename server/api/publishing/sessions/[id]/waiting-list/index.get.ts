import { z } from 'zod'
import { readDesk } from '#server/domain/waiting-list/index.ts'
import { defineEndpoint } from '#server/http/endpoint.ts'
import { uuid } from '#shared/api/primitives.ts'
import { waitingListDeskReply } from '#shared/api/waiting-list.ts'

export default defineEndpoint({
  summary: 'Who waits for what in a session, demand by zone and party size, and the offers that were made',
  callers: ['publisher', 'admin'],
  scope: 'attendees:read',
  params: z.object({ id: uuid }),
  reply: waitingListDeskReply,
  errors: ['not-found']
}, ({ house, principal, params }) => readDesk(house, principal!, params.id))
