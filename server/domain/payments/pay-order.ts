import { and, eq, sql } from 'drizzle-orm'
import type { Database, Transaction } from '#drizzle/database.ts'
import { inTransaction, violatedConstraint } from '#drizzle/transaction.ts'
import { type OrderRow, type PaymentRow, payments } from '#drizzle/schema/index.ts'
import { type OrderReader, actorOf, lockPayable, ownOrder, payableMinor, settleOrder } from '#server/domain/orders/index.ts'
import { DomainError } from '#shared/errors/domain-error.ts'
import { newId } from '#shared/ids/id.ts'
import type { PaymentDeps } from './deps.ts'
import { POINTS, SALES, transfer, walletBalance, walletOf } from './ledger.ts'
import { auditPayment } from './move-payment.ts'
import { cancelUnpaid } from './cancel-unpaid.ts'
import { closeAttempts } from './close-attempts.ts'
import { paySellers } from './pay-sellers.ts'
import { sendChangeBack } from './refund-payment.ts'
import { startPayment } from './start-payment.ts'
import { tellSold } from './tell-sold.ts'

export interface PayManner {
  /** Points of the wallet pay what they can, the method the rest. */
  usePoints?: boolean
  isPhone?: boolean
  locale?: 'en' | 'zh'
}

/** Paid now where both are null; else where the browser must go, or what a phone may scan. */
export interface PayResult { paymentId: string, redirectUrl: string | null, qrText: string | null }

/**
 * Pays an order by a method. Points settle it here and now, in one transaction: wallet, payment, order, tickets. Other methods
 * start a payment and say where the browser must go. Paying what is paid already by the same method gives the first payment
 * again. Throws order-expired, order-not-payable, points-short, payment-method-unavailable, payment-refused, payment-provider-away,
 * login-required; each leaves the seats held and takes nothing. Also change-over, where the order takes the place of a ticket that ended
 * otherwise: nothing is taken, and the order is cancelled.
 */
export async function payOrder(deps: PaymentDeps, reader: OrderReader, orderId: string, method: string, how: PayManner = {}): Promise<PayResult> {
  try {
    return await payBy(deps, reader, orderId, method, how)
  } catch (error) {
    if (error instanceof DomainError && error.code === 'change-over') await cancelUnpaid(deps, reader, orderId)
    throw error
  }
}

async function payBy(deps: PaymentDeps, reader: OrderReader, orderId: string, method: string, how: PayManner): Promise<PayResult> {
  const order = await ownOrder(deps.db, reader, orderId)
  const earlier = await capturedBy(deps.db, order.id, method)
  if (earlier) return paidNow(earlier)
  if (method === 'points') return await payByPoints(deps, order, reader)
  if (method === 'free') return await payNothing(deps, order)
  const gateway = deps.gateways.find(g => g.name === method)
  if (!gateway?.takes(order.currency) || payableMinor(order) === 0) throw unavailable(order)
  if (how.usePoints && (!reader.userId || order.currency !== deps.houseCurrency)) throw unavailable(order)
  return await startPayment(deps, order, gateway, { ...how, pointsOf: how.usePoints ? reader.userId : null })
}

const paidNow = (payment: { id: string }): PayResult => ({ paymentId: payment.id, redirectUrl: null, qrText: null })
const unavailable = (order: OrderRow) => new DomainError('payment-method-unavailable', { until: order.expiresAt.toISOString() })

async function capturedBy(db: Database, orderId: string, method: string): Promise<PaymentRow | undefined> {
  const [payment] = await db.select().from(payments).where(and(eq(payments.orderId, orderId), eq(payments.method, method), eq(payments.state, 'captured')))
  return payment
}

async function payByPoints(deps: PaymentDeps, order: OrderRow, reader: OrderReader): Promise<PayResult> {
  if (!reader.userId) throw new DomainError('login-required')
  if (order.currency !== deps.houseCurrency || payableMinor(order) === 0) throw unavailable(order)
  const userId = reader.userId
  // Points of his that another attempt set aside are in the wallet again.
  if (order.payableUntil && await closeAttempts(deps, order.id) === 'paid') return await twinOf(deps.db, order.id, 'points', new DomainError('order-not-payable', { state: 'paid' }))
  try {
    const payment = await inTransaction(deps.db, async (tx) => {
      const payable = await lockPayable(tx, order.id)
      const captured = await recordCapture(tx, payable, 'points')
      await transfer(tx, { key: `payment:${captured.id}`, description: `Order ${payable.reference}`, from: walletOf(userId), to: SALES, amountMinor: payableMinor(payable), currency: POINTS })
      await settleOrder(tx, payable, actorOf(payable))
      await sendChangeBack(tx, payable)
      await paySellers(tx, payable.id)
      return captured
    })
    await tellSold(deps, order)
    return paidNow(payment)
  } catch (error) {
    if (violatedConstraint(error) === 'wallet_never_overdrawn') {
      throw new DomainError('points-short', { balance: await walletBalance(deps.db, userId), needed: payableMinor(order), until: order.expiresAt.toISOString() })
    }
    return await twinOf(deps.db, order.id, 'points', error)
  }
}

/** An order of free tickets has nothing to pay, but is confirmed like any other. */
async function payNothing(deps: PaymentDeps, order: OrderRow): Promise<PayResult> {
  if (payableMinor(order) !== 0) throw unavailable(order)
  try {
    const payment = await inTransaction(deps.db, async (tx) => {
      const payable = await lockPayable(tx, order.id)
      const captured = await recordCapture(tx, payable, 'free')
      await settleOrder(tx, payable, actorOf(payable))
      await sendChangeBack(tx, payable)
      await paySellers(tx, payable.id)
      return captured
    })
    await tellSold(deps, order)
    return paidNow(payment)
  } catch (error) {
    return await twinOf(deps.db, order.id, 'free', error)
  }
}

/** A doubled request whose twin was faster finds the order paid: that is no error, and nothing is taken twice. */
async function twinOf(db: Database, orderId: string, method: string, error: unknown): Promise<PayResult> {
  const twin = error instanceof DomainError && error.code === 'order-not-payable' ? await capturedBy(db, orderId, method) : undefined
  if (twin) return paidNow(twin)
  throw error
}

async function recordCapture(tx: Transaction, order: OrderRow, method: string): Promise<{ id: string }> {
  const id = newId()
  await tx.insert(payments).values({ id, orderId: order.id, method, state: 'captured', amountMinor: payableMinor(order), currency: order.currency, transactionId: id, settledAt: sql`now()` })
  await auditPayment(tx, id, null, 'captured', actorOf(order))
  return { id }
}
