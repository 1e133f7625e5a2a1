import { z } from 'zod'
import { deviceOnDuty, searchGate } from '#server/domain/gate/index.ts'
import { defineEndpoint } from '#server/http/endpoint.ts'
import { gateToken } from '#server/http/gate-cookie.ts'
import { gateSearchReply } from '#shared/api/gate.ts'

export default defineEndpoint({
  summary: 'Find somebody at a gate by name, seat or order reference',
  callers: 'anyone',
  query: z.object({ q: z.string().trim().min(2).max(80) }),
  reply: gateSearchReply,
  errors: ['gate-device-refused', 'gate-device-over', 'not-allowed', 'rate-limited']
}, async ({ event, house, query }) => searchGate(house, await deviceOnDuty(house.db, gateToken(event)), query.q))
