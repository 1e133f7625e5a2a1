import { addVenue } from '#server/domain/venues/index.ts'
import { defineEndpoint } from '#server/http/endpoint.ts'
import { venueReply } from '#shared/api/catalogue-admin.ts'
import { venueInput } from '#shared/api/publishing.ts'

export default defineEndpoint({
  summary: 'A new venue: public where an admin adds it, a proposal where a publisher does',
  callers: ['publisher', 'admin'],
  body: venueInput,
  reply: venueReply,
  succeeds: [201],
  idempotency: 'stored'
}, async ({ house, principal, body, status }) => {
  const venue = await addVenue(house, principal!, body)
  status(201)
  return venue
})
