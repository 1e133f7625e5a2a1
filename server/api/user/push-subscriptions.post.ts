import { rememberPush } from '#server/domain/notify/index.ts'
import { defineEndpoint } from '#server/http/endpoint.ts'
import { pushSubscriptionInput } from '#shared/api/notices.ts'

export default defineEndpoint({
  summary: 'This browser takes push messages for the caller from now on. At most ten browsers; the oldest makes room.',
  callers: 'signed-in',
  body: pushSubscriptionInput,
  succeeds: [204],
  idempotency: 'natural'
}, async ({ house, principal, body, event, status }) => {
  await rememberPush(house.db, principal!.userId, { endpoint: body.endpoint, ...body.keys }, event.node.req.headers['user-agent'] ?? null)
  status(204)
  return null
})
