import { and, desc, eq, sql } from 'drizzle-orm'
import type { Database, Transaction } from '#drizzle/database.ts'
import { inTransaction, violatedConstraint } from '#drizzle/transaction.ts'
import { type OrderRow, type PaymentRow, auditLog, claims, payments } from '#drizzle/schema/index.ts'
import { type HoldStore, tellStore } from '#server/domain/inventory/index.ts'
import { type OrderReader, actorOf, lockPayable, ownOrder, settleOrder } from '#server/domain/orders/index.ts'
import { DomainError } from '#shared/errors/domain-error.ts'
import { newId } from '#shared/ids/id.ts'
import { POINTS, SALES, transfer, walletBalance, walletOf } from './ledger.ts'
import type { PaymentGateway } from './payment-gateway.ts'

export interface PaymentDeps {
  db: Database
  holds: HoldStore
  /** Ways to pay that need somebody outside. */
  gateways: readonly PaymentGateway[]
  houseCurrency: string
  /** Where browsers come back to. */
  publicUrl: string
}

export interface PayResult { paymentId: string, redirectUrl: string | null }

/**
 * Pays an order by a method. Points settle it here and now, in one transaction: wallet, payment, order, tickets. Other methods
 * start a payment and say where the browser must go. Paying what is paid already by the same method gives the first payment
 * again. Throws order-expired, order-not-payable, points-short, payment-method-unavailable, login-required; each leaves the
 * seats held and takes nothing.
 */
export async function payOrder(deps: PaymentDeps, reader: OrderReader, orderId: string, method: string): Promise<PayResult> {
  const order = await ownOrder(deps.db, reader, orderId)
  const earlier = await capturedBy(deps.db, order.id, method)
  if (earlier) return { paymentId: earlier.id, redirectUrl: null }
  if (method === 'points') return await payByPoints(deps, order, reader)
  if (method === 'free') return await payNothing(deps, order)
  const gateway = deps.gateways.find(g => g.name === method)
  if (!gateway) throw new DomainError('payment-method-unavailable', { until: order.expiresAt.toISOString() })
  return await startPayment(deps, order, gateway)
}

async function capturedBy(db: Database, orderId: string, method: string): Promise<PaymentRow | undefined> {
  const [payment] = await db.select().from(payments).where(and(eq(payments.orderId, orderId), eq(payments.method, method), eq(payments.state, 'captured')))
  return payment
}

async function payByPoints(deps: PaymentDeps, order: OrderRow, reader: OrderReader): Promise<PayResult> {
  if (!reader.userId) throw new DomainError('login-required')
  if (order.currency !== deps.houseCurrency || order.totalMinor === 0) throw new DomainError('payment-method-unavailable', { until: order.expiresAt.toISOString() })
  const userId = reader.userId
  try {
    const payment = await inTransaction(deps.db, async (tx) => {
      const payable = await lockPayable(tx, order.id)
      const captured = await recordCapture(tx, payable, 'points')
      await transfer(tx, { key: `payment:${captured.id}`, description: `Order ${payable.reference}`, from: walletOf(userId), to: SALES, amountMinor: payable.totalMinor, currency: POINTS })
      await settleOrder(tx, payable, actorOf(payable))
      return captured
    })
    await tellSold(deps, order)
    return { paymentId: payment.id, redirectUrl: null }
  } catch (error) {
    if (violatedConstraint(error) === 'wallet_never_overdrawn') {
      throw new DomainError('points-short', { balance: await walletBalance(deps.db, userId), needed: order.totalMinor, until: order.expiresAt.toISOString() })
    }
    return await twinOf(deps.db, order.id, 'points', error)
  }
}

/** An order of free tickets has nothing to pay, but is confirmed like any other. */
async function payNothing(deps: PaymentDeps, order: OrderRow): Promise<PayResult> {
  if (order.totalMinor !== 0) throw new DomainError('payment-method-unavailable', { until: order.expiresAt.toISOString() })
  try {
    const payment = await inTransaction(deps.db, async (tx) => {
      const payable = await lockPayable(tx, order.id)
      const captured = await recordCapture(tx, payable, 'free')
      await settleOrder(tx, payable, actorOf(payable))
      return captured
    })
    await tellSold(deps, order)
    return { paymentId: payment.id, redirectUrl: null }
  } catch (error) {
    return await twinOf(deps.db, order.id, 'free', error)
  }
}

/** A doubled request whose twin was faster finds the order paid: that is no error, and nothing is taken twice. */
async function twinOf(db: Database, orderId: string, method: string, error: unknown): Promise<PayResult> {
  const twin = error instanceof DomainError && error.code === 'order-not-payable' ? await capturedBy(db, orderId, method) : undefined
  if (twin) return { paymentId: twin.id, redirectUrl: null }
  throw error
}

async function recordCapture(tx: Transaction, order: OrderRow, method: string): Promise<{ id: string }> {
  const id = newId()
  await tx.insert(payments).values({ id, orderId: order.id, method, state: 'captured', amountMinor: order.totalMinor, currency: order.currency, transactionId: id, settledAt: sql`now()` })
  await auditPayment(tx, id, null, 'captured', actorOf(order))
  return { id }
}

async function startPayment(deps: PaymentDeps, order: OrderRow, gateway: PaymentGateway): Promise<PayResult> {
  const payment = await inTransaction(deps.db, async (tx) => {
    const payable = await lockPayable(tx, order.id)
    const [open] = await tx.select().from(payments)
      .where(and(eq(payments.orderId, order.id), eq(payments.method, gateway.name), eq(payments.state, 'started'))).orderBy(desc(payments.createdAt)).limit(1)
    if (open) return open
    const [started] = await tx.insert(payments).values({ orderId: payable.id, method: gateway.name, amountMinor: payable.totalMinor, currency: payable.currency }).returning()
    await auditPayment(tx, started!.id, null, 'started', actorOf(payable))
    return started!
  })
  // Never inside the transaction: no lock is held over a call to somebody outside.
  const { redirectUrl } = await gateway.start({ paymentId: payment.id, orderId: order.id, amountMinor: payment.amountMinor, currency: payment.currency, returnUrl: `${deps.publicUrl}/orders/${order.id}` })
  return { paymentId: payment.id, redirectUrl }
}

/** Writes a payment's move into the audit log. */
export async function auditPayment(tx: Transaction, paymentId: string, from: PaymentRow['state'] | null, to: PaymentRow['state'], actor: string): Promise<void> {
  await tx.insert(auditLog).values({ actor, action: `payment.${to}`, subjectType: 'payment', subjectId: paymentId, fromState: from, toState: to })
}

/** Tells the hold store of a sale at once. The money is taken by now, so nothing that fails here may fail the payment: the outbox tells it later. */
export async function tellSold(deps: { db: Database, holds: HoldStore }, order: Pick<OrderRow, 'id' | 'sessionId'>): Promise<void> {
  await deps.db.select({ seatIndex: claims.seatIndex }).from(claims).where(eq(claims.orderId, order.id))
    .then(seats => tellStore(deps, order.sessionId, seats.map(s => s.seatIndex)))
    .catch(() => {})
}
