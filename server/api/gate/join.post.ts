import { joinGate } from '#server/domain/gate/index.ts'
import { defineEndpoint } from '#server/http/endpoint.ts'
import { setGateToken } from '#server/http/gate-cookie.ts'
import { joinInput, joinReply } from '#shared/api/gate.ts'

export default defineEndpoint({
  summary: 'Turn this phone into the scanner that a link was made for',
  callers: 'anyone',
  body: joinInput,
  reply: joinReply,
  idempotency: 'natural',
  errors: ['gate-link-refused']
}, async ({ event, house, body }) => {
  const { token, seconds } = await joinGate(house, body.secret)
  setGateToken(event, house.settings, token, seconds)
  return { token }
})
