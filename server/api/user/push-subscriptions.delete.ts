import { forgetPush } from '#server/domain/notify/index.ts'
import { defineEndpoint } from '#server/http/endpoint.ts'
import { pushForgetInput } from '#shared/api/notices.ts'

export default defineEndpoint({
  summary: 'No more push messages to this browser.',
  callers: 'signed-in',
  body: pushForgetInput,
  succeeds: [204],
  idempotency: 'natural'
}, async ({ house, principal, body, status }) => {
  await forgetPush(house.db, principal!.userId, body.endpoint)
  status(204)
  return null
})
