import { z } from 'zod'
import { readAttendees } from '#server/domain/attendees/index.ts'
import { ownOrder } from '#server/domain/orders/index.ts'
import { defineEndpoint } from '#server/http/endpoint.ts'
import { orderReaderOf } from '#server/http/people.ts'
import { attendeesReply } from '#shared/api/attendees.ts'
import { uuid } from '#shared/api/primitives.ts'

export default defineEndpoint({
  summary: 'Who comes on the tickets of an order, where a show must know',
  callers: 'anyone',
  params: z.object({ id: uuid }),
  reply: attendeesReply,
  errors: ['not-found']
}, async call => await readAttendees(call.house.db, await ownOrder(call.house.db, orderReaderOf(call), call.params.id)))
