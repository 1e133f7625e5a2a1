import { and, desc, eq, inArray, lt } from 'drizzle-orm'
import { z } from 'zod'
import type { Database } from '#drizzle/database.ts'
import { ledgerAccounts, ledgerEntries, ledgerOperations, orders, payments, refunds } from '#drizzle/schema/index.ts'
import type { WalletEntry, WalletReply } from '#shared/api/wallet.ts'
import { isUuid } from '#shared/ids/id.ts'
import { decodeCursor, encodeCursor } from '#shared/paging/cursor.ts'
import type { PaymentDeps } from './deps.ts'
import { POINTS, walletBalance, walletOf } from './ledger.ts'
import { topUpLimits } from './top-up-limits.ts'

const SHOWN = 20
const place = z.tuple([z.int().positive()])

/** What moved points, by the beginning of its key in the ledger. */
const KINDS: Record<string, WalletEntry['kind']> = {
  'welcome': 'welcome', 'top-up': 'bought', 'given': 'given', 'payment': 'paid', 'payment-points': 'paid',
  'set-aside': 'set-aside', 'set-aside-back': 'set-aside-back', 'refund': 'refunded', 'refund-points': 'refunded'
}

/** A person's points, and what moved them, the newest first. Five queries, however much there is (D-02). @throws `invalid-input` for a cursor of another list */
export async function readWallet(deps: Pick<PaymentDeps, 'db' | 'gateways' | 'houseCurrency'>, userId: string, cursor?: string, shown = SHOWN): Promise<WalletReply> {
  const { db } = deps
  const before = cursor === undefined ? undefined : decodeCursor(place, cursor)[0]
  const [balance, rows] = await Promise.all([
    walletBalance(db, userId),
    db.select({ id: ledgerEntries.id, points: ledgerEntries.amountMinor, key: ledgerOperations.key, description: ledgerOperations.description, at: ledgerOperations.createdAt })
      .from(ledgerEntries).innerJoin(ledgerAccounts, eq(ledgerAccounts.id, ledgerEntries.accountId)).innerJoin(ledgerOperations, eq(ledgerOperations.id, ledgerEntries.operationId))
      .where(and(eq(ledgerAccounts.name, walletOf(userId).name), eq(ledgerAccounts.currency, POINTS), before === undefined ? undefined : lt(ledgerEntries.id, before)))
      .orderBy(desc(ledgerEntries.id)).limit(shown + 1)
  ])
  const page = rows.slice(0, shown).map(row => ({ ...row, ...subjectOf(row.key) }))
  const ordersOf = await ordersBehind(db, userId, page.map(row => row.subject).filter(isUuid))
  const last = page.at(-1)
  return {
    balance,
    entries: page.map(({ id, points, at, kind, subject, description }) => ({
      id: String(id), kind, points, at: at.toISOString(), order: ordersOf.get(subject) ?? null, note: kind === 'given' ? description : null
    })),
    nextCursor: rows.length > shown && last ? encodeCursor([last.id]) : null,
    topUp: { methods: deps.gateways.filter(one => one.takes(deps.houseCurrency)).map(one => one.name), ...topUpLimits(deps.houseCurrency) }
  }
}

function subjectOf(key: string): { kind: WalletEntry['kind'], subject: string } {
  const [name = '', subject = ''] = key.split(':')
  return { kind: KINDS[name] ?? 'other', subject }
}

/** The orders that payments and refunds were for, by the id of the payment or refund. One that was handed to a guest since is not his to open. */
async function ordersBehind(db: Database, userId: string, ids: string[]): Promise<Map<string, { id: string, reference: string }>> {
  if (ids.length === 0) return new Map()
  const order = { orderId: orders.id, reference: orders.reference }
  const [paid, back] = await Promise.all([
    db.select({ id: payments.id, ...order }).from(payments).innerJoin(orders, eq(orders.id, payments.orderId)).where(and(inArray(payments.id, ids), eq(orders.userId, userId))),
    db.select({ id: refunds.id, ...order }).from(refunds).innerJoin(orders, eq(orders.id, refunds.orderId)).where(and(inArray(refunds.id, ids), eq(orders.userId, userId)))
  ])
  return new Map([...paid, ...back].map(({ id, orderId, reference }) => [id, { id: orderId, reference }]))
}
