import { and, eq, inArray, sql } from 'drizzle-orm'
import type { Transaction } from '#drizzle/database.ts'
import { type PaymentRow, auditLog, outbox, payments, tickets } from '#drizzle/schema/index.ts'
import { endResales } from '#server/domain/inventory/index.ts'
import { creditedBy, noteSeatsChanged } from '#server/domain/orders/index.ts'
import { noteBlocked } from '#server/domain/tickets/index.ts'
import type { ProviderFact } from './payment-gateway.ts'

type DisputeFact = Extract<ProviderFact, { kind: 'dispute' }>

/**
 * A payer asks his bank for the money back (P-16): the tickets that it bought are frozen until that is decided, and for good where the
 * bank gives it to him. The end of a dispute is believed over its beginning, whichever notice comes first.
 */
export async function applyDispute(tx: Transaction, payment: PaymentRow, fact: DisputeFact): Promise<'applied' | 'nothing'> {
  if (payment.dispute === fact.state || (fact.state === 'open' && payment.dispute !== null)) return 'nothing'
  await tx.update(payments).set({ dispute: fact.state }).where(eq(payments.id, payment.id))
  await tx.insert(auditLog).values({ actor: `provider:${payment.method}`, action: `payment.dispute-${fact.state}`, subjectType: 'payment', subjectId: payment.id, details: { disputeId: fact.disputeId } })
  await tx.insert(outbox).values({ topic: 'payment.disputed', key: payment.id, payload: { paymentId: payment.id, state: fact.state } })
  if (payment.orderId) await freezeTickets(tx, [payment.orderId, ...await creditedBy(tx, payment.id)], fact.state !== 'won')
  return 'applied'
}

/** Tickets that the money of the payment bought: of its order, and of those that it pays since a ticket was changed. */
async function freezeTickets(tx: Transaction, orderIds: string[], isFrozen: boolean): Promise<void> {
  const changed = await tx.update(tickets).set({ blockedReason: isFrozen ? 'disputed' : null })
    .where(and(inArray(tickets.orderId, orderIds), inArray(tickets.state, ['valid', 'used']), isFrozen ? undefined : sql`${tickets.blockedReason} = 'disputed' and not ${isDisputedOtherwise}`)).returning()
  await noteBlocked(tx, changed)
  if (!isFrozen) return
  // Nobody buys the place of a ticket whose money is disputed. Who is paying for one gets his money back.
  const { ended } = await endResales(tx, changed.map(ticket => ticket.id), 'withdrawn', 'dispute', 'leave')
  await noteSeatsChanged(tx, ended.map(resale => ({ sessionId: resale.sessionId, seats: resale.seatIndex === null ? [] : [resale.seatIndex] })))
}

/** Another payment behind the ticket's order is disputed too, or lost. */
const isDisputedOtherwise = sql.raw(`exists (
  select 1 from payments p where p.dispute in ('open', 'lost')
    and (p.order_id = "tickets"."order_id" or exists (select 1 from order_credits c where c.payment_id = p.id and c.order_id = "tickets"."order_id")))`)
