import { confirmReceiver } from '#server/domain/reports/index.ts'
import { defineEndpoint } from '#server/http/endpoint.ts'
import { confirmQuery, confirmReply } from '#shared/api/report-receivers.ts'

export default defineEndpoint({
  summary: 'Says, by the link in the mail, that an address wants the reports. The link is void then.',
  callers: 'anyone',
  body: confirmQuery,
  reply: confirmReply,
  idempotency: 'stored',
  errors: ['not-found']
}, async ({ house, body }) => await confirmReceiver(house.db, body.token))
