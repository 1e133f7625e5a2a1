import { deviceOf, handIn, noteDevice } from '#server/domain/gate/index.ts'
import { defineEndpoint } from '#server/http/endpoint.ts'
import { gateToken } from '#server/http/gate-cookie.ts'
import { syncReply, syncRequest } from '#shared/api/gate.ts'

export default defineEndpoint({
  summary: 'Hand in what was scanned without a network',
  callers: 'anyone',
  body: syncRequest,
  reply: syncReply,
  idempotency: 'natural',
  bodyLimitBytes: 256 * 1024,
  errors: ['gate-device-refused']
}, async ({ event, house, body: { scans, ...state } }) => {
  const at = await deviceOf(house.db, gateToken(event))
  return await handIn(house, at, scans, await noteDevice(house.db, at.device, state))
})
