import { z } from 'zod'
import { readSpeed } from '#server/domain/insight/index.ts'
import { defineEndpoint } from '#server/http/endpoint.ts'
import { uuid } from '#shared/api/primitives.ts'
import { speedReply } from '#shared/api/stats.ts'

export default defineEndpoint({
  summary: 'How soon each seat of a session was sold',
  callers: ['publisher', 'admin'],
  scope: 'stats:read',
  params: z.object({ id: uuid }),
  reply: speedReply,
  errors: ['not-found']
}, ({ house, principal, params }) => readSpeed(house, principal!, params.id))
