import { eq, inArray, sql } from 'drizzle-orm'
import type { Queryable, Transaction } from '#drizzle/database.ts'
import { ledgerAccounts, ledgerEntries, ledgerOperations } from '#drizzle/schema/index.ts'

/** The currency of points: one point is one minor unit of the house currency. */
export const POINTS = 'PTS'

/** An account of the ledger by its name; `userId` marks a person's wallet, which the database never lets go below zero. */
export interface AccountName { name: string, userId?: string }

export const walletOf = (userId: string): AccountName => ({ name: `wallet:${userId}`, userId })
export const POINTS_ISSUED: AccountName = { name: 'house:points-issued' }
export const SALES: AccountName = { name: 'house:sales' }
/** Money for points that people bought. */
export const POINTS_SOLD: AccountName = { name: 'house:points-sold' }
/** Money that came for nothing and goes back. */
export const SURPLUS: AccountName = { name: 'house:surplus' }
export const providerAccount = (method: string): AccountName => ({ name: `provider:${method}` })

/**
 * Moves `amountMinor` (> 0) of one currency from one account to another, once for every `key`: a repetition changes nothing.
 * Double entry: what one loses the other gains. Fails with the constraint `wallet_never_overdrawn` where a wallet is short.
 * @returns whether it moved now (false: it had moved before)
 */
export async function transfer(tx: Transaction, move: { key: string, description: string, from: AccountName, to: AccountName, amountMinor: number, currency: string }): Promise<boolean> {
  const [operation] = await tx.insert(ledgerOperations).values({ key: move.key, description: move.description })
    .onConflictDoNothing({ target: ledgerOperations.key }).returning({ id: ledgerOperations.id })
  if (!operation) return false
  const ids = await accountIds(tx, [move.from, move.to], move.currency)
  const entries = [
    { operationId: operation.id, accountId: ids.get(move.from.name)!, amountMinor: -move.amountMinor },
    { operationId: operation.id, accountId: ids.get(move.to.name)!, amountMinor: move.amountMinor }
  ]
  // One account at a time in a fixed order: the trigger locks each, and two transfers must not wait for each other crosswise.
  await tx.insert(ledgerEntries).values(entries.sort((a, b) => a.accountId < b.accountId ? -1 : 1))
  return true
}

async function accountIds(tx: Transaction, accounts: AccountName[], currency: string): Promise<Map<string, string>> {
  const names = accounts.map(a => a.name)
  const find = () => tx.select({ id: ledgerAccounts.id, name: ledgerAccounts.name }).from(ledgerAccounts)
    .where(sql`${inArray(ledgerAccounts.name, names)} and ${eq(ledgerAccounts.currency, currency)}`)
  let found = await find()
  if (found.length < accounts.length) {
    await tx.insert(ledgerAccounts).values(accounts.map(a => ({ name: a.name, currency, userId: a.userId ?? null }))).onConflictDoNothing()
    found = await find()
  }
  return new Map(found.map(a => [a.name, a.id]))
}

/** Points in a person's wallet: the sum of its entries, never a stored balance. */
export async function walletBalance(db: Queryable, userId: string): Promise<number> {
  const [row] = await db.select({ balance: sql<string>`coalesce(sum(${ledgerEntries.amountMinor}), 0)` })
    .from(ledgerEntries).innerJoin(ledgerAccounts, eq(ledgerAccounts.id, ledgerEntries.accountId))
    .where(sql`${ledgerAccounts.name} = ${walletOf(userId).name} and ${ledgerAccounts.currency} = ${POINTS}`)
  return Number(row?.balance ?? 0)
}

/** Puts the welcome points into a new customer's wallet, once in the account's life. */
export async function grantWelcomePoints(tx: Transaction, userId: string, points: number): Promise<void> {
  if (points <= 0) return
  await transfer(tx, { key: `welcome:${userId}`, description: 'Welcome points', from: POINTS_ISSUED, to: walletOf(userId), amountMinor: points, currency: POINTS })
}
