import { and, eq, isNotNull } from 'drizzle-orm'
import type { Queryable, Transaction } from '#drizzle/database.ts'
import { inTransaction } from '#drizzle/transaction.ts'
import { type PaymentRow, outbox, payments, providerEvents } from '#drizzle/schema/index.ts'
import { DomainError } from '#shared/errors/domain-error.ts'
import { isUuid } from '#shared/ids/id.ts'
import { applyInside, tellPaid } from './apply-standing.ts'
import { applyAfterwards } from './apply-afterwards.ts'
import type { PaymentDeps } from './deps.ts'
import { asProviderKnows } from './provider-payment.ts'
import type { PaymentGateway, ProviderFact, ProviderNotice, RawNotice } from './payment-gateway.ts'

/** A provider hangs up where its notice is not taken soon: not longer than this for the card, in ms. */
const CARD_MS = 4_000

/** What came of a notice, as it is kept beside it. */
type Outcome = 'applied' | 'nothing' | 'waiting' | 'unmatched' | 'mismatch'

/**
 * Takes a provider's notice: checked by its gateway, kept and given its effect in one transaction, once for its id (P-01). A notice of
 * money's movement that is not known yet waits for it, so that any order of arrival ends the same (P-02). When this returns, the
 * notice is durable. Throws `not-found` (no such method here) and `notice-refused`; then nothing was changed.
 */
export async function takeNotice(deps: PaymentDeps, provider: string, raw: RawNotice): Promise<PaymentGateway> {
  const gateway = deps.gateways.find(one => one.name === provider)
  if (!gateway) throw new DomainError('not-found')
  const notice = await withCard(deps, gateway, await gateway.readNotice(raw))
  const paid = await inTransaction(deps.db, tx => keepAndApply(tx, deps, gateway, notice))
  if (paid) await tellPaid(deps, paid)
  return gateway
}

/**
 * The notice with the card that paid, where its provider tells that only when asked. It is asked before the transaction. Where it does not
 * answer, the payment counts for no card: whoever paid shall not wait for his tickets because of it.
 */
async function withCard(deps: PaymentDeps, gateway: PaymentGateway, notice: ProviderNotice): Promise<ProviderNotice> {
  const { fact } = notice
  if (!gateway.keepsCardsBack || fact?.kind !== 'payment' || fact.standing.state !== 'captured' || fact.standing.instrument) return notice
  const payment = await paymentOf(deps.db, gateway.name, fact)
  if (!payment?.orderId || payment.state === 'captured' || payment.state === 'surplus') return notice
  const known = await gateway.lookUp(asProviderKnows(payment), AbortSignal.timeout(CARD_MS)).catch(() => null)
  if (known?.state !== 'captured' || known.transactionId !== fact.standing.transactionId || !known.instrument) return notice
  return { ...notice, fact: { ...fact, standing: { ...fact.standing, instrument: known.instrument } } }
}

/** @returns the payment that is paid by it now */
async function keepAndApply(tx: Transaction, { keys }: PaymentDeps, gateway: PaymentGateway, notice: ProviderNotice): Promise<string | null> {
  const { fact } = notice
  const [kept] = await tx.insert(providerEvents).values({
    provider: gateway.name, providerEventId: notice.eventId, type: notice.type, fact: asKept(fact), transactionId: transactionOf(fact)
  }).onConflictDoNothing({ target: [providerEvents.provider, providerEvents.providerEventId] }).returning({ id: providerEvents.id })
  if (!kept) return null
  const payment = fact ? await paymentOf(tx, gateway.name, fact) : null
  const outcome = await apply(tx, keys, payment, fact, () => isExplained(tx, gateway.name, fact))
  await tx.update(providerEvents).set({ outcome, paymentId: payment?.id ?? null }).where(eq(providerEvents.id, kept.id))
  if (outcome === 'unmatched' || outcome === 'mismatch') await tx.insert(outbox).values({ topic: 'payment.unexplained', key: kept.id, payload: { eventId: kept.id } })
  return payment && fact?.kind === 'payment' && fact.standing.state === 'captured' ? payment.id : null
}

async function apply(tx: Transaction, keys: PaymentDeps['keys'], payment: PaymentRow | null, fact: ProviderFact | null, isExplained: () => Promise<boolean>): Promise<Outcome> {
  if (!fact) return 'nothing'
  if (!payment && await isExplained()) return 'nothing'
  if (!payment) return fact.kind === 'payment' ? 'unmatched' : 'waiting'
  if (fact.kind !== 'payment') return await applyAfterwards(tx, payment, fact)
  const { standing } = fact
  await applyInside(tx, keys, payment.id, standing)
  return standing.state === 'captured' && (standing.amountMinor !== payment.amountMinor || standing.currency !== payment.currency) ? 'mismatch' : 'applied'
}

/** Money of no payment here that an admin has found out about, or that was sent back after a restore: what is said of it later troubles nobody. A dispute does. */
async function isExplained(tx: Queryable, provider: string, fact: ProviderFact | null): Promise<boolean> {
  const transactionId = transactionOf(fact)
  if (!transactionId || fact?.kind === 'dispute') return false
  return await tx.$count(providerEvents, and(
    eq(providerEvents.provider, provider), eq(providerEvents.transactionId, transactionId), eq(providerEvents.outcome, 'unmatched'), isNotNull(providerEvents.explainedAt)
  )) > 0
}

/** Whose payment it is. One of another method is nobody's: a provider speaks of its own only. */
async function paymentOf(tx: Queryable, method: string, fact: ProviderFact): Promise<PaymentRow | null> {
  const by = fact.kind !== 'payment'
    ? eq(payments.transactionId, fact.transactionId)
    : fact.paymentId !== null ? (isUuid(fact.paymentId) ? eq(payments.id, fact.paymentId) : null) : eq(payments.providerRef, fact.providerRef)
  if (!by) return null
  const [payment] = await tx.select().from(payments).where(and(eq(payments.method, method), by)).limit(1)
  return payment ?? null
}

/** What it says, without the card: that is kept hashed, beside the payment. */
function asKept(fact: ProviderFact | null): Record<string, unknown> | null {
  if (fact?.kind !== 'payment' || fact.standing.state !== 'captured') return fact as Record<string, unknown> | null
  const { instrument: _, ...standing } = fact.standing
  return { ...fact, standing }
}

function transactionOf(fact: ProviderFact | null): string | null {
  if (!fact) return null
  if (fact.kind !== 'payment') return fact.transactionId
  return fact.standing.state === 'captured' ? fact.standing.transactionId : null
}
