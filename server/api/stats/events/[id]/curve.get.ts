import { z } from 'zod'
import { readCurve } from '#server/domain/insight/index.ts'
import { defineEndpoint } from '#server/http/endpoint.ts'
import { uuid } from '#shared/api/primitives.ts'
import { curveReply } from '#shared/api/stats.ts'

export default defineEndpoint({
  summary: 'How the sessions of an event sold by days before them, and how similar ones did',
  callers: ['publisher', 'admin'],
  scope: 'stats:read',
  params: z.object({ id: uuid }),
  reply: curveReply,
  errors: ['not-found']
}, ({ house, principal, params }) => readCurve(house, principal!, params.id))
