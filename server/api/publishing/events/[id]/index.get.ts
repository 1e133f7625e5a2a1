import { z } from 'zod'
import { readEditedEvent } from '#server/domain/publishing/index.ts'
import { defineEndpoint } from '#server/http/endpoint.ts'
import { uuid } from '#shared/api/primitives.ts'
import { editedEventReply } from '#shared/api/publishing.ts'

export default defineEndpoint({
  summary: 'The draft of an event, what is wrong with it, and what is different from what visitors see',
  callers: ['publisher', 'admin'],
  scope: 'events:read',
  params: z.object({ id: uuid }),
  reply: editedEventReply
}, ({ house, principal, params }) => readEditedEvent(house, principal!, params.id))
