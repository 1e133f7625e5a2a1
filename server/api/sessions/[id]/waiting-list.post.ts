import { z } from 'zod'
import { joinList } from '#server/domain/waiting-list/index.ts'
import { originOf } from '#server/http/accounts.ts'
import { defineEndpoint } from '#server/http/endpoint.ts'
import { uuid } from '#shared/api/primitives.ts'
import { joinWaitingListInput, joinedWaitingListReply } from '#shared/api/waiting-list.ts'

export default defineEndpoint({
  summary: 'Join the waiting list of a session; whoever is on it changes his wish. A guest gets a mail with a link that confirms',
  callers: 'anyone',
  params: z.object({ id: uuid }),
  body: joinWaitingListInput,
  reply: joinedWaitingListReply,
  succeeds: [201],
  idempotency: 'natural',
  errors: ['not-found', 'seats-free', 'waiting-list-closed', 'limit-reached', 'sale-not-open', 'session-cancelled', 'login-required', 'rate-limited']
}, async (call) => {
  const joiner = { userId: call.principal?.userId ?? null, locale: call.locale, guestKey: call.house.keys.guests, network: originOf(call.event).network }
  const joined = await joinList(call.house, joiner, call.params.id, call.body)
  call.status(201)
  return joined
})
