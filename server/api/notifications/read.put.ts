import { markRead } from '#server/domain/notify/index.ts'
import { defineEndpoint } from '#server/http/endpoint.ts'
import { readInput, readReply } from '#shared/api/notices.ts'

export default defineEndpoint({
  summary: 'Marks notices as read: the ones named, or all.',
  callers: 'signed-in',
  body: readInput,
  reply: readReply,
  idempotency: 'natural'
}, async ({ house, principal, body }) => ({ unread: await markRead(house.db, principal!.userId, body.ids ?? 'all') }))
