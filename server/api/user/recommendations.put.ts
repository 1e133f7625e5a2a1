import { choosePersonal } from '#server/domain/recommend/index.ts'
import { defineEndpoint } from '#server/http/endpoint.ts'
import { recommendChoice } from '#shared/api/recommend.ts'

export default defineEndpoint({
  summary: 'Switches recommendations from what the caller does off or on again. Off, what was computed from it is deleted at once.',
  callers: 'signed-in',
  body: recommendChoice,
  reply: recommendChoice,
  idempotency: 'natural'
}, async ({ house, principal, body }) => {
  await choosePersonal(house.db, principal!.userId, body.isPersonal)
  return body
})
