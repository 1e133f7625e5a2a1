import { and, eq } from 'drizzle-orm'
import type { Transaction } from '#drizzle/database.ts'
import { type PaymentRow, ledgerAccounts, ledgerEntries, ledgerOperations, orders } from '#drizzle/schema/index.ts'
import { POINTS, SALES, type AccountName, transfer, walletOf } from './ledger.ts'

/**
 * The points of a payment that a provider collects the rest of. They are set aside while it is open, so that they cannot be spent
 * twice; they become a sale when the money comes, and go back into the wallet when it does not.
 */
const setAsideOf = (paymentId: string): AccountName => ({ name: `set-aside:${paymentId}` })

type Split = Pick<PaymentRow, 'id' | 'pointsMinor' | 'orderId'>

/** Takes them out of the wallet. Fails with `wallet_never_overdrawn` where it is short. */
export async function setPointsAside(tx: Transaction, payment: Split, userId: string): Promise<void> {
  if (payment.pointsMinor === 0) return
  await transfer(tx, { key: `set-aside:${payment.id}`, description: 'Set aside for a payment', from: walletOf(userId), to: setAsideOf(payment.id), amountMinor: payment.pointsMinor, currency: POINTS })
}

/** Gives them back, once, unless they were spent. */
export async function returnPoints(tx: Transaction, payment: Split): Promise<void> {
  if (payment.pointsMinor === 0 || await hasHappened(tx, `payment-points:${payment.id}`) || !await hasHappened(tx, `set-aside:${payment.id}`)) return
  const userId = await payerOf(tx, payment)
  if (!userId) return
  await transfer(tx, { key: `set-aside-back:${payment.id}`, description: 'Set aside no longer', from: setAsideOf(payment.id), to: walletOf(userId), amountMinor: payment.pointsMinor, currency: POINTS })
}

/** Spends them: those set aside, or, where the payment had been given up before the money came, those in the wallet. Fails with `wallet_never_overdrawn`. */
export async function spendPoints(tx: Transaction, payment: Split): Promise<void> {
  if (payment.pointsMinor === 0) return
  const userId = await payerOf(tx, payment)
  const isBack = await hasHappened(tx, `set-aside-back:${payment.id}`)
  const from = isBack && userId ? walletOf(userId) : setAsideOf(payment.id)
  await transfer(tx, { key: `payment-points:${payment.id}`, description: 'Points for an order', from, to: SALES, amountMinor: payment.pointsMinor, currency: POINTS })
}

async function payerOf(tx: Transaction, payment: Split): Promise<string | null> {
  // The account that they came from: an order may have been handed to a guest since.
  const [account] = await tx.select({ userId: ledgerAccounts.userId }).from(ledgerEntries)
    .innerJoin(ledgerOperations, eq(ledgerOperations.id, ledgerEntries.operationId)).innerJoin(ledgerAccounts, eq(ledgerAccounts.id, ledgerEntries.accountId))
    .where(and(eq(ledgerOperations.key, `set-aside:${payment.id}`), eq(ledgerAccounts.currency, POINTS))).orderBy(ledgerEntries.amountMinor).limit(1)
  if (account?.userId) return account.userId
  if (!payment.orderId) return null
  const [order] = await tx.select({ userId: orders.userId }).from(orders).where(eq(orders.id, payment.orderId))
  return order?.userId ?? null
}

async function hasHappened(tx: Transaction, key: string): Promise<boolean> {
  const [operation] = await tx.select({ id: ledgerOperations.id }).from(ledgerOperations).where(eq(ledgerOperations.key, key))
  return operation !== undefined
}
