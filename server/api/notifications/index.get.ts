import { readNotifications } from '#server/domain/notify/index.ts'
import { defineEndpoint } from '#server/http/endpoint.ts'
import { notificationsQuery, notificationsReply } from '#shared/api/notices.ts'

export default defineEndpoint({
  summary: 'What the caller was told, newest first, and how many of it is unread.',
  callers: 'signed-in',
  query: notificationsQuery,
  reply: notificationsReply
}, ({ house, principal, query }) => readNotifications(house.db, principal!.userId, query))
