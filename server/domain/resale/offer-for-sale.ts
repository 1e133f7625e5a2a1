import { eq } from 'drizzle-orm'
import type { Database, Transaction } from '#drizzle/database.ts'
import { inTransaction } from '#drizzle/transaction.ts'
import { type OrderRow, type ResaleRow, orders, tickets } from '#drizzle/schema/index.ts'
import { type HoldStore, endResales, offerPlace, tellStore } from '#server/domain/inventory/index.ts'
import { type OrderReader, actorOf, noteSeatsChanged, ownOrder } from '#server/domain/orders/index.ts'
import { DomainError } from '#shared/errors/domain-error.ts'
import { judgeResale } from './judge.ts'
import { whyNot } from './why-not.ts'

export interface ResaleDeps { db: Database, holds: HoldStore }

/**
 * Offers a ticket to others: its place can be bought from now on, by the waiting list first, and the ticket stays good until somebody has
 * paid. Offering it again changes nothing. Throws `not-found` for what is not his, `resale-refused` with why.
 * @returns the id of its order
 */
export async function offerForSale(deps: ResaleDeps, reader: OrderReader, ticketId: string): Promise<string> {
  const { orderId } = await ownTicketOf(deps.db, reader, ticketId)
  const offered = await inTransaction(deps.db, async (tx) => {
    const order = await lockBoth(tx, orderId, ticketId)
    const judged = (await judgeResale(deps.db, tx, order)).tickets.find(one => one.ticket.id === ticketId)
    if (judged?.last?.state === 'open' || judged?.last?.state === 'locked') return null
    const why = judged ? judged.why : 'gone'
    if (!judged || why) throw new DomainError('resale-refused', { reason: why, why: whyNot(why ?? 'gone') })
    const { ticket, paidMinor } = judged
    const resale = await offerPlace(tx, { ticketId, orderId, orderLineId: ticket.orderLineId, sessionId: ticket.sessionId, seatIndex: ticket.seatIndex, areaKey: ticket.areaKey, paidMinor }, actorOf(order))
    await note(tx, [resale])
    return resale
  })
  if (offered) await tell(deps, offered)
  return orderId
}

/** Takes a ticket off sale. Once is enough. Throws `not-found`, `resale-locked` while somebody pays for its place, `resale-over` where he has paid. @returns the id of its order */
export async function takeOffSale(deps: ResaleDeps, reader: OrderReader, ticketId: string): Promise<string> {
  const { orderId } = await ownTicketOf(deps.db, reader, ticketId)
  const ended = await inTransaction(deps.db, async (tx) => {
    const order = await lockBoth(tx, orderId, ticketId)
    const [ticket] = await tx.select({ state: tickets.state }).from(tickets).where(eq(tickets.id, ticketId))
    if (ticket!.state === 'resold') throw new DomainError('resale-over')
    const { ended } = await endResales(tx, [ticketId], 'withdrawn', actorOf(order))
    await note(tx, ended)
    return ended
  })
  for (const resale of ended) await tell(deps, resale)
  return orderId
}

/** A ticket that was bought with an order of his: what was handed to him pays him nothing. */
async function ownTicketOf(db: Database, reader: OrderReader, ticketId: string): Promise<{ orderId: string }> {
  const [ticket] = await db.select({ orderId: tickets.orderId, fromTicketId: tickets.fromTicketId }).from(tickets).where(eq(tickets.id, ticketId))
  if (!ticket || ticket.fromTicketId !== null) throw new DomainError('not-found')
  await ownOrder(db, reader, ticket.orderId)
  return ticket
}

async function lockBoth(tx: Transaction, orderId: string, ticketId: string): Promise<OrderRow> {
  const [order] = await tx.select().from(orders).where(eq(orders.id, orderId)).for('update')
  await tx.select({ id: tickets.id }).from(tickets).where(eq(tickets.id, ticketId)).for('update')
  return order!
}

const seatsOf = (resale: ResaleRow) => resale.seatIndex === null ? [] : [resale.seatIndex]

async function note(tx: Transaction, changed: readonly ResaleRow[]): Promise<void> {
  await noteSeatsChanged(tx, changed.map(resale => ({ sessionId: resale.sessionId, seats: seatsOf(resale) })))
}

/** The outbox carries the same news; telling at once only makes it faster. */
async function tell(deps: ResaleDeps, resale: ResaleRow): Promise<void> {
  await tellStore(deps, resale.sessionId, seatsOf(resale)).catch(() => {})
}
