import { and, eq, isNotNull, sql } from 'drizzle-orm'
import type { Database } from '#drizzle/database.ts'
import { type PaymentRow, payments } from '#drizzle/schema/index.ts'
import type { TopUpReply } from '#shared/api/wallet.ts'
import { DomainError } from '#shared/errors/domain-error.ts'
import { applyStanding } from './apply-standing.ts'
import { closeAttempt, closeHere } from './close-attempts.ts'
import type { PaymentDeps } from './deps.ts'
import { asProviderKnows } from './provider-payment.ts'
import { TOP_UP_SECONDS } from './start-top-up.ts'

/** A person waits: not longer than this for a provider, in ms. */
const PROVIDER_MS = 4_000
/** A provider that never answers is given up so long after its own promise, for clocks that differ, in s. */
const CLOCK_SECONDS = 120

const STATES = { started: 'open', captured: 'paid', surplus: 'returned', failed: 'closed', cancelled: 'closed' } as const

/** What became of somebody's payment for points. Throws `not-found`, also for another person's. */
export async function readTopUp({ db }: { db: Database }, userId: string, topUpId: string): Promise<TopUpReply> {
  const payment = await ownTopUp(db, userId, topUpId)
  return {
    id: payment.id, state: STATES[payment.state], amount: { amountMinor: payment.amountMinor, currency: payment.currency }, method: payment.method,
    isDeclined: payment.state === 'started' && payment.failureCode !== null
  }
}

/**
 * Asks the provider, because the buyer came back from its page: what his browser says proves nothing (P-06). Also of what was closed,
 * for money may come late. Where the provider does not answer it stays as it is, and the house asks again by itself.
 */
export async function confirmTopUp(deps: PaymentDeps, userId: string, topUpId: string): Promise<TopUpReply> {
  const payment = await ownTopUp(deps.db, userId, topUpId)
  const gateway = deps.gateways.find(one => one.name === payment.method)
  if (gateway && payment.providerRef && STATES[payment.state] !== 'paid' && STATES[payment.state] !== 'returned') {
    const standing = await gateway.lookUp(asProviderKnows(payment), AbortSignal.timeout(PROVIDER_MS)).catch(() => null)
    await deps.db.update(payments).set({ lookedUpAt: sql`now()` }).where(eq(payments.id, payment.id))
    if (standing) await applyStanding(deps, payment.id, standing)
  }
  return await readTopUp(deps, userId, topUpId)
}

/** Ends payments for points whose time is over, so that none stays open for good. What is paid in this very moment counts. @returns how many ended */
export async function closeOverdueTopUps(deps: PaymentDeps, limit = 50): Promise<number> {
  const overdue = await deps.db.select().from(payments)
    .where(and(eq(payments.state, 'started'), isNotNull(payments.topUpUserId), sql`${payments.createdAt} < now() - make_interval(secs => ${TOP_UP_SECONDS})`)).orderBy(payments.createdAt).limit(limit)
  let ended = 0
  for (const payment of overdue) {
    if (await closeAttempt(deps, payment) !== 'open') ended++
    else if (payment.providerUntil && payment.providerUntil.getTime() < Date.now() - CLOCK_SECONDS * 1000 && await closeHere(deps, payment) === 'closed') ended++
  }
  return ended
}

async function ownTopUp(db: Database, userId: string, topUpId: string): Promise<PaymentRow> {
  const [payment] = await db.select().from(payments).where(and(eq(payments.id, topUpId), eq(payments.topUpUserId, userId)))
  if (!payment) throw new DomainError('not-found')
  return payment
}
