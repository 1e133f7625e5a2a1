import { createHash } from 'node:crypto'
import { eq, inArray } from 'drizzle-orm'
import type { Queryable } from '#drizzle/database.ts'
import { events, sessions, tickets, venues } from '#drizzle/schema/index.ts'
import { type PrintedTicket, printedTickets } from '#server/domain/holders/index.ts'
import { type TicketKeys, signTicket } from '#server/domain/tickets/index.ts'
import { addressLine } from '#shared/text/address-line.ts'
import { allowsPaper } from '#shared/tickets/code-rule.ts'
import { offsetDateTime } from '#shared/time/zoned.ts'
import type { PassStatus, WalletTicket } from './wallets.ts'

export interface TicketReading { db: Queryable, keys: { tickets: TicketKeys }, publicUrl: string }

/** What the passes of these tickets have to say now, by ticket. */
export async function walletTickets(deps: TicketReading, ticketIds: string[]): Promise<Map<string, WalletTicket>> {
  if (ticketIds.length === 0) return new Map()
  const [printed, rows] = await Promise.all([
    printedTickets(deps.db, ticketIds),
    deps.db.selectDistinct({ session: sessions, event: { status: events.status, organiserEn: events.organiserEn, organiserZh: events.organiserZh }, venue: { latitude: venues.latitude, longitude: venues.longitude } })
      .from(tickets).innerJoin(sessions, eq(sessions.id, tickets.sessionId)).innerJoin(events, eq(events.id, sessions.eventId)).innerJoin(venues, eq(venues.id, sessions.venueId)).where(inArray(tickets.id, ticketIds))
  ])
  const shows = new Map(rows.map(row => [row.session.id, row]))
  const all = await Promise.all(printed.map(ticket => walletTicket(deps, ticket, shows.get(ticket.ticket.sessionId)!)))
  return new Map(all.map(ticket => [ticket.ticketId, ticket]))
}

/** Two passes that say the same have the same. */
export const digestOf = (ticket: WalletTicket) => createHash('sha256').update(JSON.stringify(ticket)).digest('base64url')

interface Show { session: typeof sessions.$inferSelect, event: { status: string, organiserEn: string, organiserZh: string }, venue: { latitude: number | null, longitude: number | null } }

async function walletTicket(deps: TicketReading, { ticket, labels, occasion, codeRule, reference, holderName }: PrintedTicket, { session, event, venue }: Show): Promise<WalletTicket> {
  const at = (time: Date) => offsetDateTime(time, occasion.timeZone)
  const status = statusOf(ticket, session.status === 'cancelled' || event.status === 'cancelled')
  return {
    ticketId: ticket.id, sessionId: ticket.sessionId, reference, status, event: occasion.event, organiser: { en: event.organiserEn, zh: event.organiserZh },
    venue: occasion.venue, address: { en: addressLine(occasion.address, occasion.city, 'en'), zh: addressLine(occasion.address, occasion.city, 'zh') },
    geo: venue.latitude !== null && venue.longitude !== null ? { latitude: venue.latitude, longitude: venue.longitude } : null,
    startsAt: at(session.startsAt), endsAt: at(session.endsAt), doorsAt: session.doorsAt && at(session.doorsAt),
    section: labels.section, row: labels.row, isTable: labels.isTable ?? false, seat: labels.seat, ticketType: labels.ticketType, holder: holderName,
    code: status === 'good' && allowsPaper(codeRule) ? await signTicket(deps.keys.tickets, ticket, 'paper') : null,
    page: ticket.fromTicketId ? `${deps.publicUrl}/tickets/${ticket.id}` : `${deps.publicUrl}/orders/${ticket.orderId}/tickets`
  }
}

/** That the show is off says more than what its tickets were; a ticket that is gone is gone in any case. */
function statusOf(ticket: { state: string, blockedReason: string | null }, isOff: boolean): PassStatus {
  if (ticket.state !== 'valid' && ticket.state !== 'used') return 'over'
  if (isOff) return 'cancelled'
  if (ticket.blockedReason) return 'blocked'
  return ticket.state === 'used' ? 'used' : 'good'
}
