import type { EventReply, StockReply } from '#shared/api/catalogue.ts'

/** When else an event can be seen: what is on sale now or will be, the next first, as the server tells of each. */
export function otherDates(event: Pick<EventReply, 'sessions'>, stock: StockReply): { startsAt: string, timeZone: string }[] {
  const open = new Set(stock.sessions.filter(({ availability }) => ['available', 'few-left', 'not-yet'].includes(availability)).map(({ sessionId }) => sessionId))
  return event.sessions.filter(({ id }) => open.has(id)).map(({ startsAt, venue }) => ({ startsAt, timeZone: venue.timeZone })).sort((a, b) => Date.parse(a.startsAt) - Date.parse(b.startsAt))
}
