import { z } from 'zod'
import { gateDesk, renewLink } from '#server/domain/gate/index.ts'
import { defineEndpoint } from '#server/http/endpoint.ts'
import { deviceLinkReply } from '#shared/api/gate.ts'
import { uuid } from '#shared/api/primitives.ts'

export default defineEndpoint({
  summary: 'A new link for a scanner: whoever takes it shuts the old phone out',
  callers: ['publisher', 'admin'],
  scope: 'gate:write',
  params: z.object({ id: uuid, gateId: uuid, deviceId: uuid }),
  reply: deviceLinkReply,
  errors: ['not-found', 'illegal-transition']
}, async ({ house, principal, params, locale }) => {
  const link = await renewLink(house, principal!, params.id, params.gateId, params.deviceId, locale)
  return { ...link, desk: await gateDesk(house, principal!, params.id) }
})
