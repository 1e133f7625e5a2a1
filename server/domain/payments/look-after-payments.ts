import { and, asc, eq, inArray, isNotNull, lte, ne, sql } from 'drizzle-orm'
import { inTransaction } from '#drizzle/transaction.ts'
import { orders, payments, providerEvents } from '#drizzle/schema/index.ts'
import { applyStanding } from './apply-standing.ts'
import { applyWaiting } from './apply-afterwards.ts'
import { closeAttempt, closeAttempts, closeHere, openAttempts } from './close-attempts.ts'
import type { PaymentDeps } from './deps.ts'
import { asProviderKnows } from './provider-payment.ts'

/** A provider that has not answered by then is asked again later, in ms. */
const PROVIDER_MS = 10_000
/** A payment is left to its notices for so long before the provider is asked, and between two questions. */
const FIRST_LOOK = sql`interval '20 seconds'`
const NEXT_LOOK = sql`interval '60 seconds'`
/** What was closed may still turn out to be paid: it is looked at so long after, seldom. */
const LATE_LOOKS = sql`interval '26 hours'`
const LATE_LOOK = sql`interval '30 minutes'`

/**
 * Asks the providers how payments stand of which they have said nothing (P-11): those that are open every minute, those that were
 * closed now and then for a day, since a notice of late money may be lost too (P-10). Safe to run in several processes.
 * @returns how many were asked
 */
export async function lookAfterPayments(deps: PaymentDeps, limit = 50): Promise<number> {
  const methods = deps.gateways.map(one => one.name)
  const due = await deps.db.select().from(payments).where(and(
    inArray(payments.method, methods), isNotNull(payments.providerRef),
    sql`((${payments.state} = 'started' and ${payments.createdAt} < now() - ${FIRST_LOOK} and coalesce(${payments.lookedUpAt}, '-infinity') < now() - ${NEXT_LOOK})
      or (${payments.state} in ('cancelled', 'failed') and ${payments.createdAt} > now() - ${LATE_LOOKS} and coalesce(${payments.lookedUpAt}, ${payments.settledAt}) < now() - ${LATE_LOOK}))`
  )).orderBy(sql`coalesce(${payments.lookedUpAt}, ${payments.createdAt})`, asc(payments.id)).limit(limit)
  for (const payment of due) {
    await deps.db.update(payments).set({ lookedUpAt: sql`now()` }).where(eq(payments.id, payment.id))
    const gateway = deps.gateways.find(one => one.name === payment.method)!
    const standing = await gateway.lookUp(asProviderKnows(payment), AbortSignal.timeout(PROVIDER_MS)).catch(() => null)
    if (standing) await applyStanding(deps, payment.id, standing)
  }
  await applyLeftWaiting(deps)
  return due.length
}

/**
 * Orders whose time to pay is over while a provider may still take money for them: it is asked to close the attempt, and only when it
 * has, or its own promise is over, do their places become free (P-09). @returns how many orders were closed or paid
 */
export async function closeOverdue(deps: PaymentDeps, limit = 100): Promise<number> {
  const overdue = await deps.db.select({ id: orders.id, isPastPromise: sql<boolean>`${orders.expiresAt} <= now()` }).from(orders)
    .where(and(eq(orders.state, 'pending'), isNotNull(orders.payableUntil), lte(orders.payableUntil, sql`now()`))).orderBy(orders.payableUntil).limit(limit)
  let closed = 0
  for (const order of overdue) {
    if (await closeAttempts(deps, order.id) !== 'open') closed++
    // Nobody answers, but the provider had promised to take nothing any more by now. Should it have, the money goes back (P-08).
    else if (order.isPastPromise) for (const payment of await openAttempts(deps.db, order.id)) await closeHere(deps, payment)
  }
  return closed + await closeLeftOver(deps, limit)
}

/**
 * Attempts whose order is over, or paid in another way: nobody shall pay by them any more, and points that they set aside are in the
 * wallet again. One that was never begun at its provider, because a process died between the two, ends here too. @returns how many ended
 */
async function closeLeftOver(deps: PaymentDeps, limit: number): Promise<number> {
  const left = await deps.db.select({ payment: payments }).from(payments).innerJoin(orders, eq(orders.id, payments.orderId))
    .where(and(eq(payments.state, 'started'), ne(orders.state, 'pending'), sql`coalesce(${payments.lookedUpAt}, '-infinity') < now() - ${NEXT_LOOK}`)).orderBy(asc(payments.id)).limit(limit)
  let closed = 0
  for (const { payment } of left) {
    await deps.db.update(payments).set({ lookedUpAt: sql`now()` }).where(eq(payments.id, payment.id))
    if (await closeAttempt(deps, payment) !== 'open') closed++
  }
  return closed
}

/** Two notices that came at the same moment may have missed each other. */
async function applyLeftWaiting({ db }: PaymentDeps): Promise<void> {
  const left = await db.selectDistinct({ method: payments.method, transactionId: payments.transactionId }).from(providerEvents)
    .innerJoin(payments, and(eq(payments.method, providerEvents.provider), eq(payments.transactionId, providerEvents.transactionId)))
    .where(and(eq(providerEvents.outcome, 'waiting'), inArray(payments.state, ['captured', 'surplus']))).limit(50)
  for (const { method, transactionId } of left) await inTransaction(db, tx => applyWaiting(tx, method, transactionId!))
}
