import { leaveGate } from '#server/domain/gate/index.ts'
import { defineEndpoint } from '#server/http/endpoint.ts'
import { gateToken, setGateToken } from '#server/http/gate-cookie.ts'

export default defineEndpoint({
  summary: 'Give up being a scanner',
  callers: 'anyone',
  succeeds: [204],
  idempotency: 'natural'
}, async ({ event, house, status }) => {
  await leaveGate(house, gateToken(event))
  setGateToken(event, house.settings, null)
  status(204)
  return null
})
