import { z } from 'zod'
import { calendarEntryOf, heldTicket } from '#server/domain/holders/index.ts'
import { defineEndpoint } from '#server/http/endpoint.ts'
import { fileReply } from '#server/http/file-reply.ts'
import { orderReaderOf } from '#server/http/people.ts'
import { ticketCalendar } from '#shared/feeds/ticket-calendar.ts'
import { uuid } from '#shared/api/primitives.ts'

export default defineEndpoint({
  summary: 'One ticket for one\'s calendar, in the language of `?locale=`',
  callers: 'anyone',
  params: z.object({ id: uuid }),
  gives: 'text/calendar',
  errors: ['not-found']
}, async (call) => {
  const ticket = await heldTicket(call.house.db, orderReaderOf(call), call.params.id)
  const entry = await calendarEntryOf(call.house.db, [ticket], `ticket-${ticket.ticket.id}`, `/tickets/${ticket.ticket.id}`, call.locale)
  return fileReply(call.event, 'text/calendar; charset=utf-8', `${ticket.reference}.ics`, ticketCalendar(entry, { baseUrl: call.house.publicUrl, locale: call.locale }))
})
