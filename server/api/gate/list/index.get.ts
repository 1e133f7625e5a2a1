import { deviceOnDuty, gateList } from '#server/domain/gate/index.ts'
import { defineEndpoint } from '#server/http/endpoint.ts'
import { gateToken } from '#server/http/gate-cookie.ts'
import { gateListReply } from '#shared/api/gate.ts'

export default defineEndpoint({
  summary: 'The list of a session for a phone without a network: what has changed in it',
  callers: 'anyone',
  reply: gateListReply,
  errors: ['gate-device-refused', 'gate-device-over']
}, async ({ event, house }) => gateList(house, await deviceOnDuty(house.db, gateToken(event))))
