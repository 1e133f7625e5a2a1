import { z } from 'zod'
import { calendarEntryOf, ticketsOfOrder } from '#server/domain/holders/index.ts'
import { ownOrder } from '#server/domain/orders/index.ts'
import { defineEndpoint } from '#server/http/endpoint.ts'
import { fileReply } from '#server/http/file-reply.ts'
import { orderReaderOf } from '#server/http/people.ts'
import { ticketCalendar } from '#shared/feeds/ticket-calendar.ts'
import { uuid } from '#shared/api/primitives.ts'

export default defineEndpoint({
  summary: 'The tickets of an order for one\'s calendar, in the language of `?locale=`',
  callers: 'anyone',
  params: z.object({ id: uuid }),
  gives: 'text/calendar',
  errors: ['not-found']
}, async (call) => {
  const order = await ownOrder(call.house.db, orderReaderOf(call), call.params.id)
  const entry = await calendarEntryOf(call.house.db, await ticketsOfOrder(call.house.db, order), `order-${order.id}`, `/orders/${order.id}/tickets`, call.locale)
  return fileReply(call.event, 'text/calendar; charset=utf-8', `${order.reference}.ics`, ticketCalendar(entry, { baseUrl: call.house.publicUrl, locale: call.locale }))
})
