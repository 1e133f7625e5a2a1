import { endMails } from '#server/domain/reports/index.ts'
import { defineEndpoint } from '#server/http/endpoint.ts'
import { unsubscribeQuery, unsubscribeReply } from '#shared/api/notices.ts'

export default defineEndpoint({
  summary: 'Ends mails of one kind, by the signed link that stands in them: one click in the mail program (RFC 8058), or a button of the page.',
  callers: 'anyone',
  query: unsubscribeQuery,
  reply: unsubscribeReply,
  errors: ['not-found'],
  idempotency: 'natural'
}, async ({ house, query }) => ({ kind: await endMails({ db: house.db, key: house.keys.unsubscribe }, query.token) }))
