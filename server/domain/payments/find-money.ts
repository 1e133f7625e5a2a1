import { and, eq, isNull, sql } from 'drizzle-orm'
import { inTransaction } from '#drizzle/transaction.ts'
import { auditLog, outbox, payments, providerEvents } from '#drizzle/schema/index.ts'
import { applyStanding } from './apply-standing.ts'
import type { PaymentDeps } from './deps.ts'
import type { PaymentGateway, TakenMoney } from './payment-gateway.ts'

/** So long the list of a provider may take, which gives a hundred payments at a time, in ms. */
const LIST_MS = 120_000
const REFUND_MS = 20_000

/** What became of money that a provider has: `known` it was settled here already; `paid`, `returned` by what is applied now; `unknown` no payment of this database; `sent-back`. */
export interface FoundMoney { provider: string, money: TakenMoney, outcome: 'known' | 'paid' | 'returned' | 'unknown' | 'sent-back' }

/**
 * Compares the books of the providers with ours: money that they took since then for payments of this house. After a restore some of it
 * is newer than the backup, and the notices of it came to a database that is gone (F-16). A payment that is known here gets what it
 * was for, or its money back; one that is not stands on the admins' page, and with `sendsBack` its payer gets back what is left of it. Asking
 * again does nothing twice. Throws what a provider says where it does not answer.
 */
export async function findMoney(deps: PaymentDeps, since: Date, options: { sendsBack: boolean }): Promise<FoundMoney[]> {
  const found: FoundMoney[] = []
  for (const gateway of deps.gateways) {
    for (const money of await gateway.takenSince?.(since, AbortSignal.timeout(LIST_MS)) ?? []) {
      found.push({ provider: gateway.name, money, outcome: await settle(deps, gateway, money, options.sendsBack) })
    }
  }
  return found
}

async function settle(deps: PaymentDeps, gateway: PaymentGateway, money: TakenMoney, sendsBack: boolean): Promise<FoundMoney['outcome']> {
  const [payment] = await deps.db.select({ id: payments.id, state: payments.state }).from(payments).where(and(eq(payments.method, gateway.name), eq(payments.id, money.paymentId)))
  if (payment?.state === 'captured' || payment?.state === 'surplus') return 'known'
  if (payment) return await applyStanding(deps, payment.id, money.standing) === 'paid' ? 'paid' : 'returned'
  const eventId = await keepUnknown(deps, gateway.name, money)
  if (!eventId) return 'known'
  if (!sendsBack) return 'unknown'
  const { standing: { transactionId, amountMinor, currency }, paymentId, providerRef, leftMinor } = money
  // Named by the payment that is gone, so that asking twice sends it back once; its id alone has begun the payment at the provider.
  await gateway.refund({ refundId: `found-${paymentId}`, payment: { paymentId, providerRef, transactionId, amountMinor, currency }, amountMinor: leftMinor, currency, signal: AbortSignal.timeout(REFUND_MS) })
  await noteSentBack(deps, eventId, money)
  return 'sent-back'
}

/** Where it stands on the admins' page: the notice of it that came since, or one that is written now. @returns null where it was explained already */
async function keepUnknown({ db }: PaymentDeps, provider: string, money: TakenMoney): Promise<string | null> {
  const { transactionId } = money.standing
  return await inTransaction(db, async (tx) => {
    await tx.execute(sql`select pg_advisory_xact_lock(hashtextextended(${`${provider} ${transactionId}`}, 0))`)
    const of = and(eq(providerEvents.provider, provider), eq(providerEvents.transactionId, transactionId), eq(providerEvents.outcome, 'unmatched'))
    const [event] = await tx.select({ id: providerEvents.id, explainedAt: providerEvents.explainedAt }).from(providerEvents).where(of).orderBy(sql`${providerEvents.explainedAt} is null`).limit(1)
    if (event) return event.explainedAt ? null : event.id
    const { instrument: _, ...standing } = money.standing
    const [kept] = await tx.insert(providerEvents).values({
      provider, providerEventId: `found:${transactionId}`, type: 'found', fact: { kind: 'payment', paymentId: money.paymentId, providerRef: money.providerRef, standing }, transactionId, outcome: 'unmatched'
    }).returning({ id: providerEvents.id })
    await tx.insert(outbox).values({ topic: 'payment.unexplained', key: kept!.id, payload: { eventId: kept!.id } })
    return kept!.id
  })
}

/** All notices of it are explained by that. */
async function noteSentBack({ db }: PaymentDeps, eventId: string, { standing: { transactionId, currency }, leftMinor }: TakenMoney): Promise<void> {
  await inTransaction(db, async (tx) => {
    const [event] = await tx.select().from(providerEvents).where(eq(providerEvents.id, eventId))
    const explained = await tx.update(providerEvents).set({ explainedAt: sql`now()` })
      .where(and(eq(providerEvents.provider, event!.provider), eq(providerEvents.transactionId, transactionId), eq(providerEvents.outcome, 'unmatched'), isNull(providerEvents.explainedAt))).returning({ id: providerEvents.id })
    if (explained.length === 0) return
    await tx.insert(auditLog).values(explained.map(({ id }) => ({
      actor: 'command:payments:find', action: 'provider-event.explained', subjectType: 'provider-event', subjectId: id, fromState: 'unmatched',
      details: { reason: 'sent back in full: its order is not in this database', provider: event!.provider, transactionId, amountMinor: leftMinor, currency }
    })))
  })
}
