import { and, eq, inArray, isNotNull } from 'drizzle-orm'
import type { Transaction } from '#drizzle/database.ts'
import { type OrderRow, type RefundRunRow, ticketTransfers, tickets } from '#drizzle/schema/index.ts'
import { type Addressee, giveNotice } from '#server/domain/notify/index.ts'
import { occasionsOf } from '#server/domain/orders/index.ts'
import type { SentBack } from '#server/domain/payments/index.ts'

/** Tells whose order it was that the show is off, what he gets back and by which way. `back` null: there was nothing to pay back. */
export async function tellBuyer(tx: Transaction, run: RefundRunRow, order: OrderRow, back: SentBack | null): Promise<void> {
  await giveNotice(tx, {
    to: order.userId ? { userId: order.userId } : { email: order.contactEmail, locale: order.locale },
    kind: 'session-cancelled', key: `session-cancelled:${run.causeKey}:${order.id}`, path: `/orders/${order.id}`,
    params: {
      ...await factsOf(tx, run, order), orderId: order.id, reference: order.reference, wasUnpaid: order.state === 'pending',
      ...(back && { amountMinor: back.valueMinor, currency: back.currency, method: back.method, hasPoints: back.hasPoints }),
      ...(order.guestSecretSealed && { guestSecretSealed: order.guestSecretSealed })
    }
  })
}

export interface Receiver { ticketId: string, to: Addressee }

/** Who has tickets of an order that were handed on. */
export async function receiversOf(tx: Transaction, orderId: string): Promise<Receiver[]> {
  const rows = await tx.select({ id: tickets.id, userId: tickets.holderUserId, email: tickets.holderEmail, locale: ticketTransfers.locale }).from(tickets)
    .leftJoin(ticketTransfers, and(eq(ticketTransfers.ticketId, tickets.fromTicketId), eq(ticketTransfers.state, 'accepted')))
    .where(and(eq(tickets.orderId, orderId), isNotNull(tickets.fromTicketId), inArray(tickets.state, ['valid', 'used'])))
  return rows.flatMap(({ id, userId, email, locale }): Receiver[] => {
    if (userId) return [{ ticketId: id, to: { userId } }]
    return email ? [{ ticketId: id, to: { email, locale: locale ?? 'en' } }] : []
  })
}

/** They paid nothing: it went back to who did. */
export async function tellReceivers(tx: Transaction, run: RefundRunRow, order: OrderRow, receivers: readonly Receiver[]): Promise<void> {
  if (receivers.length === 0) return
  const facts = await factsOf(tx, run, order)
  await giveNotice(tx, ...receivers.map(({ ticketId, to }) => ({
    to, kind: 'session-cancelled' as const, key: `session-cancelled:${run.causeKey}:ticket:${ticketId}`, params: { ...facts, wasHandedOn: true }
  })))
}

async function factsOf(tx: Transaction, run: RefundRunRow, order: OrderRow) {
  const occasion = (await occasionsOf(tx, [order.sessionId])).get(order.sessionId)!
  return {
    eventEn: occasion.event.en, eventZh: occasion.event.zh, venueEn: occasion.venue.en, venueZh: occasion.venue.zh, startsAt: occasion.startsAt, timeZone: occasion.timeZone,
    ...(run.reason && { reason: run.reason })
  }
}
