import { eq, sql } from 'drizzle-orm'
import type { Transaction } from '#drizzle/database.ts'
import { inTransaction, violatedConstraint } from '#drizzle/transaction.ts'
import { type PaymentRow, orders, payments } from '#drizzle/schema/index.ts'
import { type NotSettled, cancelInside, settleLate } from '#server/domain/orders/index.ts'
import { giveNotice } from '#server/domain/notify/index.ts'
import { applyWaiting } from './apply-afterwards.ts'
import { closePayment } from './close-payment.ts'
import type { PaymentDeps } from './deps.ts'
import { instrumentHash } from './instrument.ts'
import { POINTS, POINTS_ISSUED, POINTS_SOLD, SALES, providerAccount, transfer, walletOf } from './ledger.ts'
import { lockPayment } from './lock-payment.ts'
import { movePayment } from './move-payment.ts'
import { paySellers } from './pay-sellers.ts'
import type { PaymentStanding } from './payment-gateway.ts'
import { spendPoints } from './points-of-payment.ts'
import { sendChangeBack } from './refund-payment.ts'
import { returnSurplus } from './return-surplus.ts'
import { tellSold } from './tell-sold.ts'

/** What became of a payment: `paid` what it was for; `returned`: its money goes back; `closed`: it took none; `open`: nothing is decided. */
export type Applied = 'paid' | 'returned' | 'closed' | 'open'

type Captured = Extract<PaymentStanding, { state: 'captured' }>

/**
 * Applies what a provider says of a payment, once, however often and in whatever order it is said: captured pays the order (or the
 * points), issues its tickets and writes the ledger, all in one transaction; money that buys nothing (any more) is sent back in full.
 */
export async function applyStanding(deps: Pick<PaymentDeps, 'db' | 'holds' | 'keys'>, paymentId: string, standing: PaymentStanding): Promise<Applied> {
  const applied = await inTransaction(deps.db, tx => applyInside(tx, deps.keys, paymentId, standing))
  if (applied === 'paid') await tellPaid(deps, paymentId)
  return applied
}

/** Tells the hold store of what a payment bought, once its transaction is through. */
export async function tellPaid(deps: Pick<PaymentDeps, 'db' | 'holds'>, paymentId: string): Promise<void> {
  const [order] = await deps.db.select({ id: orders.id, sessionId: orders.sessionId, changesTicketId: orders.changesTicketId }).from(payments).innerJoin(orders, eq(orders.id, payments.orderId)).where(eq(payments.id, paymentId))
  if (order) await tellSold(deps, order)
}

/** The same in a transaction of the caller, who tells the hold store afterwards (`tellPaid`). */
export async function applyInside(tx: Transaction, keys: PaymentDeps['keys'], paymentId: string, standing: PaymentStanding): Promise<Applied> {
  const payment = await lockPayment(tx, paymentId)
  if (payment.state === 'captured') return 'paid'
  if (payment.state === 'surplus') return 'returned'
  switch (standing.state) {
    case 'open':
      if (standing.declined) await tx.update(payments).set({ failureCode: standing.declined }).where(eq(payments.id, payment.id))
      return payment.state === 'started' ? 'open' : 'closed'
    case 'cancelled':
    case 'failed':
      if (payment.state === 'started') await closePayment(tx, payment, standing.state, standing.state === 'failed' ? standing.code : null)
      return 'closed'
    case 'captured':
      return await capture(tx, keys, payment, standing)
  }
}

async function capture(tx: Transaction, keys: PaymentDeps['keys'], payment: PaymentRow, money: Captured): Promise<Applied> {
  const actor = `provider:${payment.method}`
  // Points may be bought without limit: there is nothing to count.
  const instrument = payment.orderId && money.instrument ? instrumentHash(keys, payment.method, money.instrument) : null
  const why = money.amountMinor !== payment.amountMinor || money.currency !== payment.currency ? 'other-amount' : await buy(tx, payment, actor, instrument)
  if (why) await returnSurplus(tx, payment, money, why)
  else await movePayment(tx, payment, 'captured', actor, { transactionId: money.transactionId, instrumentHash: instrument, failureCode: null })
  // The ticket that it should take the place of ended otherwise, or its card has bought enough: the places are free again.
  if (why === 'change-over' || why === 'card-limit') await cancelInside(tx, payment.orderId!, actor)
  await applyWaiting(tx, payment.method, money.transactionId)
  return why ? 'returned' : 'paid'
}

type NotBought = NotSettled | 'points-gone' | 'other-amount' | 'account-gone'

/** Gives what the money is for. @returns why it buys nothing, and then nothing was changed */
async function buy(tx: Transaction, payment: PaymentRow, actor: string, instrument: string | null): Promise<NotBought | null> {
  try {
    return await tx.transaction(async (own) => {
      const why = payment.orderId ? await buyOrder(own, payment, payment.orderId, actor, instrument) : await buyPoints(own, payment, payment.topUpUserId!)
      if (why) throw new NothingBought(why)
      return null
    })
  } catch (error) {
    if (error instanceof NothingBought) return error.why
    if (violatedConstraint(error) === 'wallet_never_overdrawn') return 'points-gone'
    throw error
  }
}

class NothingBought extends Error {
  readonly why: NotBought

  constructor(why: NotBought) {
    super(why)
    this.why = why
  }
}

async function buyOrder(tx: Transaction, payment: PaymentRow, orderId: string, actor: string, instrument: string | null): Promise<NotSettled | null> {
  const why = await settleLate(tx, orderId, actor, instrument)
  if (why) return why
  await spendPoints(tx, payment)
  if (payment.amountMinor > 0) await transfer(tx, { key: `payment:${payment.id}`, description: 'Payment of an order', from: providerAccount(payment.method), to: SALES, amountMinor: payment.amountMinor, currency: payment.currency })
  const [order] = await tx.select().from(orders).where(eq(orders.id, orderId))
  await sendChangeBack(tx, order!)
  await paySellers(tx, orderId)
  return null
}

/** One point is one minor unit of what was paid. */
async function buyPoints(tx: Transaction, payment: PaymentRow, userId: string): Promise<'account-gone' | null> {
  const [account] = await tx.execute<{ erased: boolean }>(sql`select erased_at is not null as erased from users where id = ${userId} for key share`)
  if (!account || account.erased) return 'account-gone'
  await transfer(tx, { key: `payment:${payment.id}`, description: 'Points bought', from: providerAccount(payment.method), to: POINTS_SOLD, amountMinor: payment.amountMinor, currency: payment.currency })
  await transfer(tx, { key: `top-up:${payment.id}`, description: 'Points bought', from: POINTS_ISSUED, to: walletOf(userId), amountMinor: payment.amountMinor, currency: POINTS })
  await giveNotice(tx, { to: { userId }, kind: 'points-changed', key: `points-changed:${payment.id}`, path: '/account/wallet', params: { points: payment.amountMinor, why: 'bought', amountMinor: payment.amountMinor, currency: payment.currency } })
  return null
}
