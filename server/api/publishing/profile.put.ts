import { savePublisherProfile } from '#server/domain/people/index.ts'
import { defineEndpoint } from '#server/http/endpoint.ts'
import { publisherProfileInput, publisherProfileReply } from '#shared/api/publishing.ts'

export default defineEndpoint({
  summary: 'Writes the caller\'s own public page',
  callers: ['publisher', 'admin'],
  body: publisherProfileInput,
  reply: publisherProfileReply,
  idempotency: 'natural'
}, async ({ house, principal, body }) => ({ profile: await savePublisherProfile(house, principal!.userId, body) }))
