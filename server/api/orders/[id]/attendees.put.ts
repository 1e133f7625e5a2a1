import { z } from 'zod'
import { nameAttendees, readAttendees } from '#server/domain/attendees/index.ts'
import { actorOf, ownOrder } from '#server/domain/orders/index.ts'
import { defineEndpoint } from '#server/http/endpoint.ts'
import { orderReaderOf } from '#server/http/people.ts'
import { attendeesInput, attendeesReply } from '#shared/api/attendees.ts'
import { uuid } from '#shared/api/primitives.ts'

export default defineEndpoint({
  summary: 'Name who comes on tickets of an order, with their documents',
  callers: 'anyone',
  params: z.object({ id: uuid }),
  body: attendeesInput,
  reply: attendeesReply,
  idempotency: 'natural',
  errors: ['not-found', 'order-expired', 'attendees-fixed', 'attendee-twice']
}, async (call) => {
  const { db } = call.house
  const reader = orderReaderOf(call)
  const order = await ownOrder(db, reader, call.params.id)
  await nameAttendees(call.house, order.id, actorOf(order), call.body.attendees)
  return await readAttendees(db, await ownOrder(db, reader, order.id))
})
