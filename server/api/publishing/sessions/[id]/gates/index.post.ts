import { z } from 'zod'
import { gateDesk, openGate } from '#server/domain/gate/index.ts'
import { defineEndpoint } from '#server/http/endpoint.ts'
import { gateDeskReply, gateInput } from '#shared/api/gate.ts'
import { uuid } from '#shared/api/primitives.ts'

export default defineEndpoint({
  summary: 'Open a gate into a session',
  callers: ['publisher', 'admin'],
  scope: 'gate:write',
  params: z.object({ id: uuid }),
  body: gateInput,
  reply: gateDeskReply,
  succeeds: [201],
  idempotency: 'stored',
  errors: ['not-found', 'gate-name-taken']
}, async ({ house, principal, params, body, status }) => {
  await openGate(house, principal!, params.id, body)
  status(201)
  return await gateDesk(house, principal!, params.id)
})
