import { deviceOnDuty, noteDevice, scanOnline } from '#server/domain/gate/index.ts'
import { defineEndpoint } from '#server/http/endpoint.ts'
import { gateToken } from '#server/http/gate-cookie.ts'
import { scanReply, scanRequest } from '#shared/api/gate.ts'

export default defineEndpoint({
  summary: 'Scan a ticket at a gate: admitted, or why not',
  callers: 'anyone',
  body: scanRequest,
  reply: scanReply,
  // The scan's own nonce.
  idempotency: 'natural',
  errors: ['gate-device-refused', 'gate-device-over']
}, async ({ event, house, body: { scan, ...state } }) => {
  const at = await deviceOnDuty(house.db, gateToken(event))
  return await scanOnline(house, at, { ...scan, shown: null }, await noteDevice(house.db, at.device, state))
})
