import { checkPassesOfTickets } from '#server/domain/passes/index.ts'
import { TICKET_TRANSITIONS } from '#server/domain/tickets/index.ts'
import { type Subscriber, ofAllKeys } from '../outbox-relay.ts'

/** What happens to a ticket, its pass may have to say: whatever state it goes into, whatever name it gets, and where a bank stands in its way. */
export function passNews(): Record<string, Subscriber> {
  const check = ofAllKeys((news, db) => checkPassesOfTickets(db, news.map(one => one.ticketId as string)))
  return Object.fromEntries([...Object.keys(TICKET_TRANSITIONS), 'renamed', 'blocked'].map(state => [`ticket.${state}`, check]))
}
