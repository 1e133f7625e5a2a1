import type { Database } from '#drizzle/database.ts'
import type { OrderRow } from '#drizzle/schema/index.ts'
import { type HoldStore, type Holder, readHold, saleSession } from '#server/domain/inventory/index.ts'
import type { ChangeOptionsReply, ChangeQuoteReply, ChangeWish } from '#shared/api/changes.ts'
import { DomainError } from '#shared/errors/domain-error.ts'
import { type ChangeDeal, dealOf } from '#shared/refunds/change.ts'
import { feeOf } from '#shared/refunds/terms.ts'
import { type OrderReader, ownOrder } from '../order-access.ts'
import { labelsOf, occasionsOf } from '../occasions.ts'
import { changePlaceOf } from './change-places.ts'
import { type ChangeableTicket, changeableTickets } from './changeable.ts'

/** Which tickets of an order can be changed now, for its owner. */
export async function describeChange(db: Database, reader: OrderReader, orderId: string): Promise<ChangeOptionsReply> {
  const order = await ownOrder(db, reader, orderId)
  const { why, feePercent, until, tickets } = await changeableTickets(db, order)
  const money = (amountMinor: number) => ({ amountMinor, currency: order.currency })
  return {
    why, feePercent, until: until?.toISOString() ?? null,
    tickets: tickets.map(({ ticket, paidMinor, why }) => ({ id: ticket.id, why, paid: money(paidMinor), fee: money(feeOf(paidMinor, feePercent)) }))
  }
}

/**
 * What it would cost to change a ticket for the one place that is held: said before anything happens, and nothing does. Throws
 * `not-found`, `hold-expired`, `ticket-not-changeable` with why, `change-one-place`.
 */
export async function quoteChange(deps: { db: Database, holds: HoldStore }, reader: OrderReader, holder: Holder, orderId: string, wish: ChangeWish): Promise<ChangeQuoteReply> {
  const order = await ownOrder(deps.db, reader, orderId)
  const hold = await readHold(deps, holder, wish.sessionId, wish.holdToken)
  const { old, feePercent } = await requireChangeable(deps.db, order, wish)
  const line = hold.lines[0]!
  requireOnePlace(hold.lines)
  const deal = dealOf(old.paidMinor, feePercent, line.unitPrice.amountMinor)
  const occasions = await occasionsOf(deps.db, [order.sessionId, wish.sessionId])
  const money = (amountMinor: number) => ({ amountMinor, currency: order.currency })
  return {
    from: changePlaceOf(occasions.get(order.sessionId)!, labelsOf(old.line)), to: changePlaceOf(occasions.get(wish.sessionId)!, line),
    paid: money(deal.paidMinor), fee: money(deal.feeMinor), price: money(deal.priceMinor), pay: money(deal.payMinor), back: money(deal.backMinor)
  }
}

export function requireOnePlace(lines: readonly { quantity: number }[]): void {
  if (lines.reduce((sum, line) => sum + line.quantity, 0) !== 1) throw new DomainError('change-one-place')
}

/** The ticket, if it can be changed now for a place of this session. Throws `not-found`, `ticket-not-changeable` with why. */
export async function requireChangeable(db: Database, order: OrderRow, wish: { ticketId: string, sessionId: string }): Promise<{ old: ChangeableTicket, feePercent: number }> {
  const { tickets, feePercent } = await changeableTickets(db, order)
  const old = tickets.find(({ ticket }) => ticket.id === wish.ticketId)
  if (!old) throw new DomainError('not-found')
  if (old.why) throw new DomainError('ticket-not-changeable', { why: old.why })
  const [from, to] = await Promise.all([saleSession(db, order.sessionId), saleSession(db, wish.sessionId)])
  if (from.session.eventId !== to.session.eventId || to.ticketTypes.some(type => type.currency !== order.currency)) throw new DomainError('ticket-not-changeable', { why: 'other-event' })
  return { old, feePercent }
}

/** The deal as an order keeps it. Throws `change-differs` where it is not what was agreed. */
export function frozenDeal(deal: ChangeDeal, agreed: { payMinor: number, backMinor: number }) {
  if (deal.payMinor !== agreed.payMinor || deal.backMinor !== agreed.backMinor) throw new DomainError('change-differs')
  return { changeFeeMinor: deal.feeMinor, creditMinor: deal.creditMinor, changeBackMinor: deal.backMinor }
}
