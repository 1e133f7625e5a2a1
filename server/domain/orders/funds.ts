import { and, desc, eq, inArray, or, sql } from 'drizzle-orm'
import type { Queryable, Transaction } from '#drizzle/database.ts'
import { type PaymentRow, orderCredits, payments, refunds, tickets } from '#drizzle/schema/index.ts'
import { noteBlocked } from '#server/domain/tickets/index.ts'
import { takeFrom } from '#shared/money/take-from.ts'

/** Money behind an order: the payment that captured it, and what of it is this order's and still there, in minor units and points together. */
export interface Fund { payment: PaymentRow, leftMinor: number }

/**
 * The money behind an order, newest first: what its own payment took, then what a changed ticket brought along from older ones; each less
 * what went back, or on to the next order. Locks the payments, always in this order.
 */
export async function fundsOf(tx: Transaction, orderId: string): Promise<Fund[]> {
  const credits = await tx.select().from(orderCredits).where(eq(orderCredits.orderId, orderId))
  const brought = new Map(credits.map(credit => [credit.paymentId, credit.amountMinor]))
  const found = await tx.select().from(payments)
    .where(or(and(eq(payments.orderId, orderId), eq(payments.state, 'captured')), brought.size > 0 ? inArray(payments.id, [...brought.keys()]) : undefined)).orderBy(desc(payments.id)).for('update')
  if (found.length === 0) return []
  const [gone, moved] = [await goneOf(tx, found.map(payment => payment.id)), await movedOn(tx, orderId)]
  return found.map((payment) => {
    const whole = payment.amountMinor + payment.pointsMinor
    const mine = brought.get(payment.id) ?? whole
    const back = gone.filter(row => row.paymentId === payment.id)
    const used = total(back.filter(row => row.orderId === orderId)) + (moved.get(payment.id) ?? 0)
    // What went back at the provider's own desk may be more than was anybody's.
    return { payment, leftMinor: Math.max(0, Math.min(mine - used, whole - total(back))) }
  })
}

const total = (rows: { value: number }[]) => rows.reduce((sum, row) => sum + row.value, 0)

async function goneOf(db: Queryable, paymentIds: string[]) {
  return await db.select({ paymentId: refunds.paymentId, orderId: refunds.orderId, value: sql<number>`sum(${refunds.amountMinor} + ${refunds.pointsMinor})`.mapWith(Number) })
    .from(refunds).where(inArray(refunds.paymentId, paymentIds)).groupBy(refunds.paymentId, refunds.orderId)
}

async function movedOn(db: Queryable, orderId: string): Promise<Map<string, number>> {
  const rows = await db.select({ paymentId: orderCredits.paymentId, value: sql<number>`sum(${orderCredits.amountMinor})`.mapWith(Number) })
    .from(orderCredits).where(eq(orderCredits.fromOrderId, orderId)).groupBy(orderCredits.paymentId)
  return new Map(rows.map(row => [row.paymentId, row.value]))
}

/** Moves money from one order to another, which it pays from now on. @returns false where there is not so much left; then nothing was moved */
export async function moveCredit(tx: Transaction, fromOrderId: string, orderId: string, amountMinor: number): Promise<boolean> {
  if (amountMinor === 0) return true
  const parts = takeFrom(await fundsOf(tx, fromOrderId), amountMinor)
  if (parts.reduce((sum, part) => sum + part.amountMinor, 0) < amountMinor) return false
  await tx.insert(orderCredits).values(parts.map(({ source, amountMinor }) => ({ orderId, fromOrderId, paymentId: source.payment.id, amountMinor })))
  return true
}

/** Orders that money of a payment pays, besides its own. */
export async function creditedBy(db: Queryable, paymentId: string): Promise<string[]> {
  const rows = await db.selectDistinct({ orderId: orderCredits.orderId }).from(orderCredits).where(eq(orderCredits.paymentId, paymentId))
  return rows.map(row => row.orderId)
}

/** The money of a payment went back at the provider's own desk: tickets of other orders that it paid open no door until an admin has looked. */
export async function blockCredited(tx: Transaction, paymentId: string): Promise<void> {
  const ids = await creditedBy(tx, paymentId)
  if (ids.length > 0) await noteBlocked(tx, await tx.update(tickets).set({ blockedReason: 'refunded-at-provider' }).where(and(inArray(tickets.orderId, ids), eq(tickets.state, 'valid'))).returning({ id: tickets.id }))
}
