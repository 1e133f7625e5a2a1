import { readPublisherProfile } from '#server/domain/people/index.ts'
import { defineEndpoint } from '#server/http/endpoint.ts'
import { publisherProfileReply } from '#shared/api/publishing.ts'

export default defineEndpoint({
  summary: 'The caller\'s own public page',
  callers: ['publisher', 'admin'],
  reply: publisherProfileReply
}, async ({ house, principal }) => ({ profile: await readPublisherProfile(house, principal!.userId) }))
