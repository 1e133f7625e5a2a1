import { z } from 'zod'
import { deviceOnDuty, gateListPart } from '#server/domain/gate/index.ts'
import { defineEndpoint } from '#server/http/endpoint.ts'
import { gateToken } from '#server/http/gate-cookie.ts'
import { gateListPart as gateListPartReply } from '#shared/api/gate.ts'

export default defineEndpoint({
  summary: 'A part of the list, sealed row by row',
  callers: 'anyone',
  params: z.object({ kind: z.enum(['codes', 'orders']), number: z.coerce.number().int().min(0).max(255) }),
  reply: gateListPartReply,
  errors: ['gate-device-refused', 'gate-device-over', 'not-found']
}, async ({ event, house, params }) => gateListPart(house, await deviceOnDuty(house.db, gateToken(event)), params.kind, params.number))
