import { and, eq, inArray, sql } from 'drizzle-orm'
import type { Transaction } from '#drizzle/database.ts'
import { auditLog, orders, outbox } from '#drizzle/schema/index.ts'
import { returnPromoCodes } from '#server/domain/pricing/index.ts'
import { DomainError } from '#shared/errors/domain-error.ts'
import { ORDER_TRANSITIONS, type OrderState } from './transitions.ts'

/**
 * Moves orders to a state: the only way an order ever changes it. A conditional update whose rows are counted, the audit row and
 * the outbox message, in the caller's transaction. Throws illegal-transition where the table of moves has no such move.
 * @returns the ids that moved now; the others were moved by somebody else meanwhile
 */
export async function moveOrders(tx: Transaction, ids: string[], from: OrderState, to: OrderState, actor: string): Promise<string[]> {
  if (!ORDER_TRANSITIONS[from].includes(to)) throw new DomainError('illegal-transition', { state: from })
  if (ids.length === 0) return []
  const moved = await tx.update(orders)
    .set({ state: to, ...(to === 'paid' ? { paidAt: sql`now()` } : { closedAt: sql`now()` }) })
    .where(and(inArray(orders.id, ids), eq(orders.state, from)))
    .returning({ id: orders.id, sessionId: orders.sessionId })
  if (moved.length === 0) return []
  await Promise.all([
    tx.insert(auditLog).values(moved.map(o => ({ actor, action: `order.${to}`, subjectType: 'order', subjectId: o.id, fromState: from, toState: to }))),
    tx.insert(outbox).values(moved.map(o => ({ topic: `order.${to}`, key: o.id, payload: { orderId: o.id, sessionId: o.sessionId } })))
  ])
  const movedIds = moved.map(o => o.id)
  if (to === 'expired' || to === 'cancelled') await returnPromoCodes(tx, movedIds)
  return movedIds
}

/** Writes down that an order was made, and that its seats changed; its first state has no `from`. */
export async function recordCreated(tx: Transaction, order: { id: string, sessionId: string, seats: number[] }, actor: string): Promise<void> {
  await Promise.all([
    tx.insert(auditLog).values({ actor, action: 'order.pending', subjectType: 'order', subjectId: order.id, toState: 'pending' }),
    tx.insert(outbox).values([
      { topic: 'order.pending', key: order.id, payload: { orderId: order.id, sessionId: order.sessionId } },
      seatsChanged(order)
    ])
  ])
}

/** Leaves word for the relay that seats of a session changed: it tells the hold store, however often it takes. */
export async function noteSeatsChanged(tx: Transaction, changes: { sessionId: string, seats: number[] }[]): Promise<void> {
  if (changes.length === 0) return
  await tx.insert(outbox).values(changes.map(seatsChanged))
}

function seatsChanged({ sessionId, seats }: { sessionId: string, seats: number[] }) {
  return { topic: 'seats.changed', key: sessionId, payload: { sessionId, seats } }
}
