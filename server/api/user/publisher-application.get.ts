import { readOwnApplications } from '#server/domain/people/index.ts'
import { defineEndpoint } from '#server/http/endpoint.ts'
import { ownApplicationsReply } from '#shared/api/people.ts'

export default defineEndpoint({
  summary: 'What became of the caller\'s applications to be a publisher',
  callers: 'signed-in',
  reply: ownApplicationsReply
}, ({ house, principal }) => readOwnApplications(house, principal!.userId))
