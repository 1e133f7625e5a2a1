import { z } from 'zod'
import { gateDesk, inviteDevice } from '#server/domain/gate/index.ts'
import { defineEndpoint } from '#server/http/endpoint.ts'
import { deviceInput, deviceLinkReply } from '#shared/api/gate.ts'
import { uuid } from '#shared/api/primitives.ts'

export default defineEndpoint({
  summary: 'Make a link that turns one phone into a scanner of a gate',
  callers: ['publisher', 'admin'],
  scope: 'gate:write',
  params: z.object({ id: uuid, gateId: uuid }),
  body: deviceInput,
  reply: deviceLinkReply,
  succeeds: [201],
  errors: ['not-found', 'illegal-transition']
}, async ({ house, principal, params, body, status, locale }) => {
  const link = await inviteDevice(house, principal!, params.id, params.gateId, body.name, locale)
  status(201)
  return { ...link, desk: await gateDesk(house, principal!, params.id) }
})
