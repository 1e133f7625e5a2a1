import { z } from 'zod'
import { changeGate, gateDesk } from '#server/domain/gate/index.ts'
import { defineEndpoint } from '#server/http/endpoint.ts'
import { gateDeskReply, gateInput } from '#shared/api/gate.ts'
import { uuid } from '#shared/api/primitives.ts'

export default defineEndpoint({
  summary: 'Change the name and the rules of a gate',
  callers: ['publisher', 'admin'],
  scope: 'gate:write',
  params: z.object({ id: uuid, gateId: uuid }),
  body: gateInput,
  reply: gateDeskReply,
  idempotency: 'natural',
  errors: ['not-found', 'gate-name-taken', 'illegal-transition']
}, async ({ house, principal, params, body }) => {
  await changeGate(house, principal!, params.id, params.gateId, body)
  return await gateDesk(house, principal!, params.id)
})
