import { randomBytes } from 'node:crypto'
import { and, eq } from 'drizzle-orm'
import type { Database, Transaction } from '#drizzle/database.ts'
import { inTransaction } from '#drizzle/transaction.ts'
import { type OrderRow, type TicketRow, type TransferRow, ticketTransfers, tickets } from '#drizzle/schema/index.ts'
import { giveNotice, sealGuestSecret } from '#server/domain/notify/index.ts'
import { type OrderReader, hashSecret } from '#server/domain/orders/index.ts'
import { DomainError } from '#shared/errors/domain-error.ts'
import type { Locale } from '#shared/text/local-text.ts'
import { requireTransferable } from './can-hand-on.ts'
import { ownTicket } from './own-ticket.ts'
import { factsOfTicket } from './ticket-facts.ts'
import { endTransfer, noteTransfer } from './transfer-moves.ts'

export interface Receiver { name: string, email: string, locale: Locale }

/**
 * Offers a ticket to somebody, who has a mail with a link. Until he accepts everything stays as it is, and the offer may be taken
 * back. Throws `not-found`, `not-transferable` with why, `transfer-under-way`.
 */
export async function offerTicket(deps: { db: Database, guestKey: Buffer }, reader: OrderReader, ticketId: string, receiver: Receiver): Promise<void> {
  const { order } = await ownTicket(deps.db, reader, ticketId)
  await inTransaction(deps.db, async (tx) => {
    const ticket = await lockTicket(tx, ticketId)
    await requireTransferable(tx, ticket)
    if (await openTransfer(tx, ticketId)) throw new DomainError('transfer-under-way')
    const secret = randomBytes(32).toString('base64url')
    const [transfer] = await tx.insert(ticketTransfers).values({
      ticketId, toName: receiver.name, toEmail: receiver.email, locale: receiver.locale, secretHash: hashSecret(secret), secretSealed: sealGuestSecret(deps.guestKey, secret)
    }).returning()
    await noteTransfer(tx, transfer!, undefined, 'offered', actorOf(reader))
    await giveNotice(tx, {
      to: { email: receiver.email, locale: receiver.locale }, kind: 'ticket-offered', key: `ticket-offered:${transfer!.id}`, path: `/tickets/offered/${transfer!.id}`,
      params: { ...await factsOfTicket(tx, ticket), giver: giverName(ticket, order), guestSecretSealed: transfer!.secretSealed }
    })
  })
}

/** Takes an offer back that nobody has accepted; once is enough. Throws `not-found`, and `transfer-over` where he was faster. */
export async function withdrawTicket(deps: { db: Database }, reader: OrderReader, ticketId: string): Promise<void> {
  await ownTicket(deps.db, reader, ticketId)
  await inTransaction(deps.db, async (tx) => {
    const ticket = await lockTicket(tx, ticketId)
    if (ticket.state === 'transferred') throw new DomainError('transfer-over')
    const transfer = await openTransfer(tx, ticketId)
    if (!transfer) return
    await endTransfer(tx, transfer, 'withdrawn', actorOf(reader))
    await giveNotice(tx, { to: { email: transfer.toEmail, locale: transfer.locale }, kind: 'ticket-offer-withdrawn', key: `ticket-offer-withdrawn:${transfer.id}`, params: await factsOfTicket(tx, ticket) })
  })
}

export const actorOf = (reader: OrderReader) => reader.userId ?? 'guest'

/** In whose name it is handed on. */
export const giverName = (ticket: TicketRow, order: OrderRow) => ticket.fromTicketId === null ? order.contactName : ticket.holderName ?? order.contactName

/** Whoever does something with a ticket comes one after the other. */
export async function lockTicket(tx: Transaction, ticketId: string): Promise<TicketRow> {
  return (await tx.select().from(tickets).where(eq(tickets.id, ticketId)).for('update'))[0]!
}

async function openTransfer(tx: Transaction, ticketId: string): Promise<TransferRow | undefined> {
  return (await tx.select().from(ticketTransfers).where(and(eq(ticketTransfers.ticketId, ticketId), eq(ticketTransfers.state, 'offered'))))[0]
}
