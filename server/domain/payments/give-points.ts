import type { Transaction } from '#drizzle/database.ts'
import { violatedConstraint } from '#drizzle/transaction.ts'
import { DomainError } from '#shared/errors/domain-error.ts'
import { newId } from '#shared/ids/id.ts'
import { POINTS, POINTS_ISSUED, transfer, walletBalance, walletOf } from './ledger.ts'

/** Gives somebody points of the house, or takes some away; `reason` stands in the wallet. Throws `points-below-zero`, and then nothing moved. @returns the balance */
export async function givePoints(tx: Transaction, userId: string, points: number, reason: string): Promise<number> {
  const [from, to] = points > 0 ? [POINTS_ISSUED, walletOf(userId)] : [walletOf(userId), POINTS_ISSUED]
  try {
    // A savepoint: what the database refuses must leave the transaction whole, to say how much there is.
    await tx.transaction(own => transfer(own, { key: `given:${newId()}`, description: reason, from, to, amountMinor: Math.abs(points), currency: POINTS }))
  } catch (error) {
    if (violatedConstraint(error) !== 'wallet_never_overdrawn') throw error
    throw new DomainError('points-below-zero', { balance: await walletBalance(tx, userId) })
  }
  return await walletBalance(tx, userId)
}
