import { and, asc, eq, inArray, lt, or, sql } from 'drizzle-orm'
import { inTransaction } from '#drizzle/transaction.ts'
import { type PaymentRow, type RefundRow, payments, refunds } from '#drizzle/schema/index.ts'
import { DomainError } from '#shared/errors/domain-error.ts'
import type { PaymentDeps } from './deps.ts'
import { moveRefund } from './move-payment.ts'
import { type PaymentGateway, ProviderRefusal } from './payment-gateway.ts'
import { asProviderKnows } from './provider-payment.ts'
import { failRefund, settleRefund, tryOf } from './settle-refund.ts'

/** A provider that has not answered by then is asked again later, in ms. */
const PROVIDER_MS = 10_000
/** What a provider refused is sent again by itself so often, and so long after. */
const MOST_TRIES = 5
const AGAIN_AFTER = sql`interval '6 hours'`

/** Refunds that are asked for at a time, and how long one turn goes on with them while all go through, in ms: a called-off show brings thousands. */
const PAGE = 50
const LONGEST_TURN_MS = 5_000

type Deps = Pick<PaymentDeps, 'db' | 'gateways'>

/** Sends the refunds that wait, page by page, until none does, one did not go through, or the turn is over. */
export async function settleWaitingRefunds(deps: Deps): Promise<void> {
  const until = performance.now() + LONGEST_TURN_MS
  while (await settleRefunds(deps) === PAGE && performance.now() < until);
}

/**
 * Asks the providers for the refunds that wait, first those that were not asked for the longest time: some that a provider never
 * takes keep nobody else's money back. @returns how many went through
 */
export async function settleRefunds(deps: Deps, limit = PAGE): Promise<number> {
  await sendFailedAgain(deps)
  const waiting = await deps.db.select({ refund: refunds, payment: payments }).from(refunds).innerJoin(payments, eq(payments.id, refunds.paymentId))
    // What a bank takes back from the house, or may, is not sent a second time.
    .where(and(eq(refunds.state, 'requested'), inArray(payments.method, deps.gateways.map(g => g.name)), sql`coalesce(${payments.dispute}, 'won') = 'won'`))
    .orderBy(sql`coalesce(${refunds.askedAt}, ${refunds.createdAt})`, asc(refunds.id)).limit(limit)
  let done = 0
  for (const { refund, payment } of waiting) {
    const gateway = deps.gateways.find(g => g.name === payment.method)!
    if (await settleOne(deps, gateway, refund, payment)) done++
  }
  return done
}

async function settleOne({ db }: Deps, gateway: PaymentGateway, refund: RefundRow, payment: PaymentRow): Promise<boolean> {
  await db.update(refunds).set({ askedAt: sql`now()` }).where(and(eq(refunds.id, refund.id), eq(refunds.state, 'requested')))
  try {
    // Outside of any transaction. The name of the try is the provider's idempotency key: two processes that ask move the money once.
    const answer = await gateway.refund({
      refundId: tryOf(refund), payment: { ...asProviderKnows(payment), transactionId: payment.transactionId! },
      amountMinor: refund.amountMinor, currency: refund.currency, signal: AbortSignal.timeout(PROVIDER_MS)
    })
    return await inTransaction(db, tx => settleRefund(tx, refund, payment, answer.transactionId))
  } catch (error) {
    if (error instanceof ProviderRefusal) await inTransaction(db, tx => failRefund(tx, refund, payment, error.message))
    // Of everything else nothing is known: it is asked again by the same name.
    else await db.update(refunds).set({ lastError: String(error).slice(0, 500) }).where(eq(refunds.id, refund.id))
    return false
  }
}

async function sendFailedAgain({ db }: Deps): Promise<void> {
  const failed = await db.select().from(refunds).where(and(eq(refunds.state, 'failed'), lt(refunds.attempts, MOST_TRIES - 1), or(sql`${refunds.settledAt} < now() - ${AGAIN_AFTER}`))).limit(50)
  for (const refund of failed) await inTransaction(db, tx => again(tx, refund, 'refunds'))
}

const again = async (tx: Parameters<typeof moveRefund>[0], refund: RefundRow, actor: string) => {
  if (await moveRefund(tx, refund, 'requested', actor, { transactionId: null })) await tx.update(refunds).set({ attempts: refund.attempts + 1 }).where(eq(refunds.id, refund.id))
}

/** Sends a refund again that failed, because an admin says so. Throws `not-found`, `illegal-transition` where it did not fail. */
export async function sendRefundAgain({ db }: Deps, refundId: string, actor: string): Promise<void> {
  await inTransaction(db, async (tx) => {
    const [refund] = await tx.select().from(refunds).where(eq(refunds.id, refundId)).for('update')
    if (!refund) throw new DomainError('not-found')
    await again(tx, refund, actor)
  })
}
