import { type SQL, sql } from 'drizzle-orm'
import type { Queryable } from '#drizzle/database.ts'
import type { FrozenLabels, TicketRow } from '#drizzle/schema/index.ts'
import { BEING_BOUGHT } from '#server/domain/inventory/index.ts'
import type { DocumentKind } from '#shared/attendees/identity-document.ts'
import type { GateTicket } from '#shared/api/gate.ts'
import { isGone } from '#shared/gate/closed-states.ts'

/** A ticket as the gate knows it: nothing of whoever paid for it. */
export interface KnownTicket {
  id: string
  orderId: string
  sessionId: string
  ticketTypeId: string
  state: TicketRow['state']
  blockedReason: string | null
  secret: string
  labels: FrozenLabels
  /** Printed on it, where somebody has said who comes. */
  holderName: string | null
  /** By what he proves who he is, and the end of its number, where the show must know. */
  document: { kind: DocumentKind, tail: string } | null
  /** Handed on to somebody else: it is no part of its order's party any more. */
  isHandedOn: boolean
  /** Null: has never been inside. */
  isInside: boolean | null
}

interface Row extends Record<string, unknown> {
  id: string, order_id: string, session_id: string, ticket_type_id: string, state: TicketRow['state'], blocked_reason: string | null, secret: string, labels: FrozenLabels, holder_name: string | null, document_kind: DocumentKind | null, number_tail: string | null, is_handed_on: boolean, is_inside: boolean | null
}

/** Tickets that a condition on `t` (tickets) and `l` (order lines) finds, in the order of the hall. */
export async function knownTickets(db: Queryable, which: SQL): Promise<KnownTicket[]> {
  const rows = await db.execute<Row>(sql`
    select t.id, t.order_id, t.session_id, l.ticket_type_id, t.state, t.blocked_reason, t.secret, l.labels, t.holder_name, a.document_kind, a.number_tail, t.from_ticket_id is not null as is_handed_on, p.is_inside
    from tickets t join order_lines l on l.id = t.order_line_id left join gate_presence p on p.ticket_id = t.id
      left join attendees a on a.order_line_id = t.order_line_id and a.position = t.position and a.released_at is null and t.from_ticket_id is null
    where ${which} order by t.seat_index, t.order_line_id, t.position, t.id`)
  return rows.map(r => ({
    id: r.id, orderId: r.order_id, sessionId: r.session_id, ticketTypeId: r.ticket_type_id, state: r.state, blockedReason: r.blocked_reason, secret: r.secret, labels: r.labels, holderName: r.holder_name, document: r.document_kind && { kind: r.document_kind, tail: r.number_tail! }, isHandedOn: r.is_handed_on, isInside: r.is_inside
  }))
}

export async function knownTicket(db: Queryable, id: string): Promise<KnownTicket | null> {
  return (await knownTickets(db, sql`t.id = ${id}`))[0] ?? null
}

/** Who comes together: whoever has an order, or somebody alone to whom a ticket of it was handed on. */
export const partyIdOf = (ticket: KnownTicket) => ticket.isHandedOn ? ticket.id : ticket.orderId

/** All of a party that are or were good for entry. */
export async function partyOf(db: Queryable, ticket: KnownTicket): Promise<KnownTicket[]> {
  const which = ticket.isHandedOn ? sql`t.id = ${ticket.id}` : sql`t.order_id = ${ticket.orderId} and t.from_ticket_id is null`
  return await knownTickets(db, sql`${which} and t.state in ('valid', 'used')`)
}

export function gateTicket(ticket: KnownTicket): GateTicket {
  const { labels } = ticket
  return {
    ticketId: ticket.id,
    ticketType: { en: labels.ticketTypeEn, zh: labels.ticketTypeZh }, section: { en: labels.sectionEn, zh: labels.sectionZh },
    row: labels.row ?? null, ...(labels.isTable && { isTable: true }), seat: labels.seat ?? null, holder: ticket.holderName, ...(ticket.document && { document: ticket.document }),
    state: stateAtGate(ticket)
  }
}

function stateAtGate({ state, blockedReason, isInside }: KnownTicket): GateTicket['state'] {
  if (isGone(state)) return state
  if (blockedReason) return blockedReason === BEING_BOUGHT ? BEING_BOUGHT : 'blocked'
  if (state === 'valid') return 'valid'
  return isInside === false ? 'outside' : 'inside'
}
