import { eq } from 'drizzle-orm'
import type { Database, Queryable, Transaction } from '#drizzle/database.ts'
import { inTransaction } from '#drizzle/transaction.ts'
import { type OrderRow, type TicketRow, type TransferRow, orderLines, orders, ticketTransfers, tickets, users } from '#drizzle/schema/index.ts'
import { type Notice, giveNotice } from '#server/domain/notify/index.ts'
import { type OrderReader, labelsOf, occasionsOf } from '#server/domain/orders/index.ts'
import { moveTickets, newTicketSecret } from '#server/domain/tickets/index.ts'
import { DomainError } from '#shared/errors/domain-error.ts'
import type { TransferReply } from '#shared/tickets/transfer.ts'
import { requireTransferable } from './can-hand-on.ts'
import { actorOf, giverName, lockTicket } from './hand-on.ts'
import { isSecret } from './own-ticket.ts'
import { factsOfTicket } from './ticket-facts.ts'
import { endTransfer } from './transfer-moves.ts'

/** An offer as its receiver sees it, by the secret of his link. */
export async function readTransfer(db: Queryable, reader: OrderReader, transferId: string): Promise<TransferReply> {
  const { transfer, ticket, order, line } = await ownTransfer(db, reader, transferId)
  const occasions = await occasionsOf(db, [ticket.sessionId])
  const [taken] = await db.select({ id: tickets.id }).from(tickets).where(eq(tickets.fromTicketId, ticket.id))
  return {
    id: transfer.id, state: transfer.state === 'offered' && ticket.state !== 'valid' ? 'withdrawn' : transfer.state, giver: giverName(ticket, order), name: transfer.toName,
    occasion: occasions.get(ticket.sessionId)!, ...labelsOf(line), ticketId: transfer.state === 'accepted' ? taken!.id : null
  }
}

/**
 * Takes a ticket that was offered: from that moment the old code opens no door, and a new ticket is born with a secret of its own. It
 * belongs to the account of whoever accepts, or to the link. Accepting again gives the same ticket. Throws `not-found`,
 * `transfer-over` where it was taken back, `not-transferable` with why.
 * @returns the id of the new ticket
 */
export async function acceptTicket(deps: { db: Database }, reader: OrderReader, transferId: string): Promise<string> {
  const { transfer: known, order } = await ownTransfer(deps.db, reader, transferId)
  return await inTransaction(deps.db, async (tx) => {
    const ticket = await lockTicket(tx, known.ticketId)
    const [transfer] = await tx.select().from(ticketTransfers).where(eq(ticketTransfers.id, transferId)).for('update')
    if (transfer!.state === 'accepted') return await successorOf(tx, ticket)
    if (transfer!.state !== 'offered') throw new DomainError('transfer-over')
    await requireTransferable(tx, ticket)
    await endTransfer(tx, transfer!, 'accepted', actorOf(reader))
    if ((await moveTickets(tx, [ticket.id], 'valid', 'transferred', actorOf(reader), { transferId })).length !== 1) throw new DomainError('transfer-over')
    const heir = await giveBirth(tx, ticket, transfer!, reader)
    await giveNotice(tx, ...await noticesOf(tx, ticket, heir, transfer!, order))
    return heir.id
  })
}

async function ownTransfer(db: Queryable, reader: OrderReader, transferId: string) {
  const [found] = await db.select({ transfer: ticketTransfers, ticket: tickets, order: orders, line: orderLines }).from(ticketTransfers)
    .innerJoin(tickets, eq(tickets.id, ticketTransfers.ticketId)).innerJoin(orders, eq(orders.id, tickets.orderId)).innerJoin(orderLines, eq(orderLines.id, tickets.orderLineId))
    .where(eq(ticketTransfers.id, transferId))
  if (!found || !isSecret(reader.guestSecret, found.transfer.secretHash)) throw new DomainError('not-found')
  return found
}

async function successorOf(tx: Transaction, ticket: TicketRow): Promise<string> {
  return (await tx.select({ id: tickets.id }).from(tickets).where(eq(tickets.fromTicketId, ticket.id)))[0]!.id
}

async function giveBirth(tx: Transaction, ticket: TicketRow, transfer: TransferRow, reader: OrderReader): Promise<TicketRow> {
  const { orderId, orderLineId, position, sessionId, seatIndex, areaKey } = ticket
  const [heir] = await tx.insert(tickets).values({
    orderId, orderLineId, position, sessionId, seatIndex, areaKey, secret: newTicketSecret(), fromTicketId: ticket.id,
    holderName: transfer.toName, holderEmail: transfer.toEmail, holderUserId: reader.userId, holderSecretHash: reader.userId ? null : transfer.secretHash
  }).returning()
  return heir!
}

/** To him who has it now, with the way to it; to him who had it, that it is gone. */
async function noticesOf(tx: Transaction, ticket: TicketRow, heir: TicketRow, transfer: TransferRow, order: OrderRow): Promise<Notice[]> {
  const facts = await factsOfTicket(tx, ticket)
  const received: Notice = { to: { email: transfer.toEmail, locale: transfer.locale }, kind: 'ticket-received', key: `ticket-received:${heir.id}`, path: `/tickets/${heir.id}`, params: { ...facts, ...(heir.holderUserId ? {} : { guestSecretSealed: transfer.secretSealed }) } }
  const gone: Omit<Notice, 'to'> = { kind: 'ticket-handed-on', key: `ticket-handed-on:${ticket.id}`, params: { ...facts, receiver: transfer.toName } }
  const giverId = ticket.fromTicketId === null ? order.userId : ticket.holderUserId
  const giverEmail = ticket.fromTicketId === null ? order.contactEmail : ticket.holderEmail!
  const [account] = giverId ? await tx.select({ email: users.email }).from(users).where(eq(users.id, giverId)) : []
  return [
    heir.holderUserId ? { ...received, to: { userId: heir.holderUserId } } : received,
    ...(giverId ? [{ ...gone, to: { userId: giverId } }] : []),
    ...(account?.email ? [] : [{ ...gone, to: { email: giverEmail, locale: order.locale } }])
  ]
}
