import { deviceOf, deviceView, noteDevice } from '#server/domain/gate/index.ts'
import { defineEndpoint } from '#server/http/endpoint.ts'
import { gateToken } from '#server/http/gate-cookie.ts'
import { gateView, heartbeat } from '#shared/api/gate.ts'

export default defineEndpoint({
  summary: 'Where this scanner stands and how many are inside; it says how it is doing',
  callers: 'anyone',
  body: heartbeat,
  reply: gateView,
  idempotency: 'natural',
  errors: ['gate-device-refused']
}, async ({ event, house, body }) => {
  const at = await deviceOf(house.db, gateToken(event))
  await noteDevice(house.db, at.device, body)
  return await deviceView(house, at)
})
