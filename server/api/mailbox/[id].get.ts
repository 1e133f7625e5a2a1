import { readMailboxMessage } from '#server/domain/notify/index.ts'
import { defineEndpoint } from '#server/http/endpoint.ts'
import { mailboxMessageReply, mailboxParams } from '#shared/api/notices.ts'
import { DomainError } from '#shared/errors/domain-error.ts'

export default defineEndpoint({
  summary: 'One mail or text that a demo keeps.',
  callers: 'anyone',
  params: mailboxParams,
  reply: mailboxMessageReply,
  errors: ['not-found']
}, async ({ house, params }) => {
  if (!house.isMailboxOpen) throw new DomainError('not-found')
  return await readMailboxMessage(house.db, params.id)
})
