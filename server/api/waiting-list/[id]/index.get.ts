import { z } from 'zod'
import { readEntry } from '#server/domain/waiting-list/index.ts'
import { defineEndpoint } from '#server/http/endpoint.ts'
import { isKnown } from '#server/http/known-reply.ts'
import { PollPace } from '#server/http/live/poll-pace.ts'
import { orderReaderOf } from '#server/http/people.ts'
import { uuid } from '#shared/api/primitives.ts'
import { waitingEntryReply } from '#shared/api/waiting-list.ts'

/** People leave the page of their place open: each look reads a few rows. */
const pace = new PollPace(undefined, { leastMs: 4_000, perSecond: 60 })

export default defineEndpoint({
  summary: 'One entry of a waiting list: the place, what would help, what is offered',
  callers: 'anyone',
  params: z.object({ id: uuid }),
  reply: waitingEntryReply.or(z.null()),
  succeeds: [200, 304],
  errors: ['not-found']
}, async (call) => {
  const entry = await readEntry(call.house.db, orderReaderOf(call), call.params.id)
  if (!isKnown(call.event, { ...entry, offer: entry.offer && { ...entry.offer, remainingMs: 0 } }, pace)) return entry
  call.status(304)
  return null
})
