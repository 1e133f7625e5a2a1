import { and, eq, inArray, sql } from 'drizzle-orm'
import type { Transaction } from '#drizzle/database.ts'
import { type OrderRow, type RefundRunRow, auditLog, events, orders, refundRequests, refundRunTroubles, refundRuns, sessions } from '#drizzle/schema/index.ts'
import { withdrawOffersOf } from '#server/domain/holders/index.ts'
import { cancelInside, endPaidOrder, fundsOf, useRefundRight } from '#server/domain/orders/index.ts'
import { sendBack } from '#server/domain/payments/index.ts'
import { OPEN_STATES } from './called-off-orders.ts'
import { receiversOf, tellBuyer, tellReceivers } from './tell-called-off.ts'

type Places = { sessionId: string, seats: number[] }[]

const ACTOR = 'refund-run'

/**
 * Ends one order of a session that is called off, in a transaction of its own: a paid one's tickets die, its places are given up, and all
 * that is left of its money goes back in the mix in which it came; one that waits for its money is cancelled. Whoever else does something
 * with the order is waited for, or waits; who comes second finds it over.
 * @returns the places, for the news; null where there was nothing to do (any more), or somebody is at it
 */
export async function endCalledOff(tx: Transaction, run: RefundRunRow, orderId: string): Promise<Places | null> {
  const [order] = await tx.select().from(orders).where(and(eq(orders.id, orderId), inArray(orders.state, [...OPEN_STATES]))).for('update', { skipLocked: true })
  if (!order || !await isCalledOff(tx, order.sessionId)) return null
  if (order.state !== 'pending' && await isAtBank(tx, order.id)) return null
  const places = order.state === 'pending' ? await endUnpaid(tx, run, order) : await endPaid(tx, run, order)
  await tx.delete(refundRunTroubles).where(eq(refundRunTroubles.orderId, order.id))
  return places
}

/** The row is held: nobody puts the session on again while one of its orders ends. */
async function isCalledOff(tx: Transaction, sessionId: string): Promise<boolean> {
  const [found] = await tx.select({ session: sessions.status, event: events.status }).from(sessions).innerJoin(events, eq(events.id, sessions.eventId)).where(eq(sessions.id, sessionId)).for('share', { of: sessions })
  return found?.session === 'cancelled' || found?.event === 'cancelled'
}

/** The payments behind it are locked after the order, as everywhere: a dispute that is being written down is waited for. */
async function isAtBank(tx: Transaction, orderId: string): Promise<boolean> {
  return (await fundsOf(tx, orderId)).some(({ payment }) => payment.dispute === 'open' || payment.dispute === 'lost')
}

async function endUnpaid(tx: Transaction, run: RefundRunRow, order: OrderRow): Promise<Places | null> {
  const places = await cancelInside(tx, order.id, ACTOR)
  if (!places) return null
  await tellBuyer(tx, run, order, null)
  await tx.update(refundRuns).set({ unpaidOrders: sql`${refundRuns.unpaidOrders} + 1` }).where(eq(refundRuns.id, run.id))
  return places
}

async function endPaid(tx: Transaction, run: RefundRunRow, order: OrderRow): Promise<Places> {
  await answerRequest(tx, run, order)
  await withdrawOffersOf(tx, order.id, ACTOR)
  const receivers = await receiversOf(tx, order.id)
  const places = await endPaidOrder(tx, order, ACTOR, { evenHandedOn: true, evenUsed: true })
  const back = await sendBack(tx, order, 'session-cancelled')
  await useRefundRight(tx, order.id)
  await tellBuyer(tx, run, order, back)
  await tellReceivers(tx, run, order, receivers)
  // The row of the run comes last: who else ends an order of it waits no longer than for this commit.
  await tx.update(refundRuns).set({ endedOrders: sql`${refundRuns.endedOrders} + 1` }).where(eq(refundRuns.id, run.id))
  return places
}

/** Somebody had asked to give tickets back, perhaps for a fee: he gets all of it. */
async function answerRequest(tx: Transaction, run: RefundRunRow, order: OrderRow): Promise<void> {
  const [answered] = await tx.update(refundRequests)
    .set({ state: 'approved', decidedBy: ACTOR, decidedAt: sql`now()`, decisionReason: run.reason, backMinor: sql`${refundRequests.backMinor} + ${refundRequests.feeMinor}`, feeMinor: 0 })
    .where(and(eq(refundRequests.orderId, order.id), eq(refundRequests.state, 'asked'))).returning({ id: refundRequests.id })
  if (answered) await tx.insert(auditLog).values({ actor: ACTOR, action: 'refund-request.approved', subjectType: 'refund-request', subjectId: answered.id, fromState: 'asked', toState: 'approved', details: { runId: run.id } })
}
