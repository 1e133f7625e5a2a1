import { z } from 'zod'
import { gateDesk } from '#server/domain/gate/index.ts'
import { defineEndpoint } from '#server/http/endpoint.ts'
import { gateDeskReply } from '#shared/api/gate.ts'
import { uuid } from '#shared/api/primitives.ts'

export default defineEndpoint({
  summary: 'The gates of a session: phones, counters and who should not be inside',
  callers: ['publisher', 'admin'],
  scope: 'gate:read',
  params: z.object({ id: uuid }),
  reply: gateDeskReply
}, ({ house, principal, params }) => gateDesk(house, principal!, params.id))
