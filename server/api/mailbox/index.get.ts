import { readMailbox } from '#server/domain/notify/index.ts'
import { defineEndpoint } from '#server/http/endpoint.ts'
import { mailboxQuery, mailboxReply } from '#shared/api/notices.ts'
import { DomainError } from '#shared/errors/domain-error.ts'

export default defineEndpoint({
  summary: 'Mails and texts that a demo keeps instead of sending them, newest first; of one address, or of all. Anywhere else there is nothing here.',
  callers: 'anyone',
  query: mailboxQuery,
  reply: mailboxReply,
  errors: ['not-found']
}, async ({ house, query }) => {
  if (!house.isMailboxOpen) throw new DomainError('not-found')
  return { messages: await readMailbox(house.db, query.address) }
})
