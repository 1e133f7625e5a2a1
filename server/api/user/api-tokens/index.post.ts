import { makeApiToken } from '#server/domain/api-tokens/index.ts'
import { defineEndpoint } from '#server/http/endpoint.ts'
import { madeApiTokenReply, makeApiTokenInput } from '#shared/api/api-tokens.ts'

export default defineEndpoint({
  summary: 'Makes an API token for a program. It is shown in this reply and never again, so asking twice makes two.',
  callers: ['publisher', 'admin'],
  body: makeApiTokenInput,
  reply: madeApiTokenReply,
  succeeds: [201],
  errors: ['too-many-api-tokens']
}, async ({ house, principal, body, status }) => {
  const made = await makeApiToken(house.db, principal!, body)
  status(201)
  return made
})
