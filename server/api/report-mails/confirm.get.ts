import { readQuestion } from '#server/domain/reports/index.ts'
import { defineEndpoint } from '#server/http/endpoint.ts'
import { confirmQuery, confirmReply } from '#shared/api/report-receivers.ts'

export default defineEndpoint({
  summary: 'What an address is asked by the link in its mail: whose reports it would get, and when. Mail scanners open links too, so looking changes nothing.',
  callers: 'anyone',
  query: confirmQuery,
  reply: confirmReply,
  errors: ['not-found']
}, async ({ house, query }) => await readQuestion(house.db, query.token))
