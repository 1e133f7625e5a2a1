import { z } from 'zod'
import { inviteGuest, sessionPlaces } from '#server/domain/places/index.ts'
import { defineEndpoint } from '#server/http/endpoint.ts'
import { uuid } from '#shared/api/primitives.ts'
import { inviteGuestInput, invitedGuestReply } from '#shared/api/session-places.ts'

export default defineEndpoint({
  summary: 'Give a guest free tickets out of an allotment, by mail',
  callers: ['publisher', 'admin'],
  params: z.object({ id: uuid, allotmentId: uuid }),
  body: inviteGuestInput,
  reply: invitedGuestReply,
  succeeds: [201],
  idempotency: 'stored',
  errors: ['not-found', 'seat-not-in-session', 'seat-taken', 'seat-not-for-sale', 'area-full', 'quota-full', 'table-parted', 'session-cancelled', 'illegal-transition']
}, async ({ house, principal, params, body, locale, status }) => {
  const guest = await inviteGuest(house, principal!, params.id, params.allotmentId, { ...body, locale: body.locale ?? locale })
  status(201)
  return { ...guest, places: await sessionPlaces(house, principal!, params.id) }
})
