import { z } from 'zod'
import { closeGate, gateDesk } from '#server/domain/gate/index.ts'
import { defineEndpoint } from '#server/http/endpoint.ts'
import { gateDeskReply } from '#shared/api/gate.ts'
import { uuid } from '#shared/api/primitives.ts'

export default defineEndpoint({
  summary: 'Close a gate and shut its phones out',
  callers: ['publisher', 'admin'],
  scope: 'gate:write',
  params: z.object({ id: uuid, gateId: uuid }),
  reply: gateDeskReply,
  idempotency: 'natural',
  errors: ['not-found']
}, async ({ house, principal, params }) => {
  await closeGate(house, principal!, params.id, params.gateId)
  return await gateDesk(house, principal!, params.id)
})
