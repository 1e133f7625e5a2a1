import { z } from 'zod'
import { gateDesk, revokeDevice } from '#server/domain/gate/index.ts'
import { defineEndpoint } from '#server/http/endpoint.ts'
import { gateDeskReply } from '#shared/api/gate.ts'
import { uuid } from '#shared/api/primitives.ts'

export default defineEndpoint({
  summary: 'Shut a scanner out, at once',
  callers: ['publisher', 'admin'],
  scope: 'gate:write',
  params: z.object({ id: uuid, gateId: uuid, deviceId: uuid }),
  reply: gateDeskReply,
  idempotency: 'natural',
  errors: ['not-found']
}, async ({ house, principal, params }) => {
  await revokeDevice(house, principal!, params.id, params.gateId, params.deviceId)
  return await gateDesk(house, principal!, params.id)
})
