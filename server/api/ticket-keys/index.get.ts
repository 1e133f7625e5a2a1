import { publicKeysOf } from '#server/domain/tickets/index.ts'
import { defineEndpoint } from '#server/http/endpoint.ts'
import { ticketKeysReply } from '#shared/tickets/public-keys.ts'

export default defineEndpoint({
  summary: 'The public keys by which anybody can tell our ticket codes from forged ones',
  callers: 'anyone',
  reply: ticketKeysReply,
  cache: 'public, max-age=300'
}, call => publicKeysOf(call.house.keys.tickets.ring))
