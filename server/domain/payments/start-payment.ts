import { and, desc, eq, sql } from 'drizzle-orm'
import { inTransaction, violatedConstraint } from '#drizzle/transaction.ts'
import { type OrderRow, type PaymentRow, orders, payments } from '#drizzle/schema/index.ts'
import { actorOf, lockPayable, occasionsOf, payableMinor, payableUntil } from '#server/domain/orders/index.ts'
import { DomainError } from '#shared/errors/domain-error.ts'
import { pointsPart } from '#shared/money/points-part.ts'
import { askToCollect } from './ask-to-collect.ts'
import { closeAttempts, openAttempts } from './close-attempts.ts'
import type { PaymentDeps } from './deps.ts'
import { walletBalance } from './ledger.ts'
import { auditPayment } from './move-payment.ts'
import type { PaymentGateway, StartedPayment } from './payment-gateway.ts'
import type { PayResult } from './pay-order.ts'
import { setPointsAside } from './points-of-payment.ts'

/** How long places are kept beyond the time to pay while a provider that promises nothing may still take money, in s. */
const UNPROMISED_SECONDS = 35 * 60
/** A little longer than a provider's promise, for clocks that differ, in s. */
const CLOCK_SECONDS = 120

export interface StartWish {
  /** Whose points pay what they can. */
  pointsOf: string | null
  isPhone?: boolean
  locale?: 'en' | 'zh'
}

/**
 * Starts a payment at a provider, or gives the one again that is open by the same method and with as many points. Attempts by other
 * choices are closed first. The payment is written down before the provider is asked, and asked by its id, so that neither a
 * crash nor a repetition takes money twice.
 */
export async function startPayment(deps: PaymentDeps, order: OrderRow, gateway: PaymentGateway, wish: StartWish): Promise<PayResult> {
  const isSame = (payment: PaymentRow) => payment.method === gateway.name && (payment.pointsMinor > 0) === (wish.pointsOf !== null)
  const open = order.payableUntil ? await openAttempts(deps.db, order.id) : []
  if (open.some(payment => !isSame(payment)) && await closeAttempts(deps, order.id, open.find(isSame)?.id) === 'paid') throw new DomainError('order-not-payable', { state: 'paid' })
  const payment = await writeStarted(deps, order, gateway, wish)
  if (payment.redirectUrl) return { paymentId: payment.id, redirectUrl: payment.redirectUrl, qrText: payment.qrText }
  const started = await ask(deps, order, gateway, payment, wish)
  await keepStarted(deps, payment, started)
  return { paymentId: payment.id, redirectUrl: started.redirectUrl, qrText: started.qrText }
}

async function writeStarted(deps: PaymentDeps, order: OrderRow, gateway: PaymentGateway, wish: StartWish): Promise<PaymentRow> {
  const points = wish.pointsOf ? await walletBalance(deps.db, wish.pointsOf) : 0
  try {
    return await inTransaction(deps.db, async (tx) => {
      const payable = await lockPayable(tx, order.id)
      const [open] = await tx.select().from(payments)
        .where(and(eq(payments.orderId, order.id), eq(payments.method, gateway.name), eq(payments.state, 'started'), wish.pointsOf ? sql`${payments.pointsMinor} > 0` : eq(payments.pointsMinor, 0)))
        .orderBy(desc(payments.createdAt)).limit(1)
      if (open) return open
      const pointsMinor = pointsPart(points, payableMinor(payable))
      const [started] = await tx.insert(payments)
        .values({ orderId: payable.id, method: gateway.name, amountMinor: payableMinor(payable) - pointsMinor, currency: payable.currency, pointsMinor }).returning()
      if (wish.pointsOf) await setPointsAside(tx, started!, wish.pointsOf)
      await auditPayment(tx, started!.id, null, 'started', actorOf(payable))
      await tx.update(orders).set({
        payableUntil: payableUntil,
        expiresAt: sql`greatest(${orders.expiresAt}, ${payableUntil} + make_interval(secs => ${UNPROMISED_SECONDS}))`
      }).where(eq(orders.id, payable.id))
      return started!
    })
  } catch (error) {
    if (violatedConstraint(error) !== 'wallet_never_overdrawn') throw error
    throw new DomainError('points-short', { balance: await walletBalance(deps.db, wish.pointsOf!), needed: points, until: order.expiresAt.toISOString() })
  }
}

async function ask(deps: PaymentDeps, order: OrderRow, gateway: PaymentGateway, payment: PaymentRow, wish: StartWish): Promise<StartedPayment> {
  const occasion = (await occasionsOf(deps.db, [order.sessionId])).get(order.sessionId)!
  const locale = wish.locale ?? order.locale
  const expiresAt = order.payableUntil ?? order.expiresAt
  const until = expiresAt.toISOString()
  return await askToCollect(deps, gateway, payment, {
    reference: order.reference, title: occasion.event[locale], locale, email: order.contactEmail, isPhone: wish.isPhone ?? false,
    returnUrl: `${deps.publicUrl}${locale === 'zh' ? '/zh' : ''}/orders/${order.id}?payment=back`, expiresAt
  }, { refused: () => new DomainError('payment-refused', { until }), away: () => new DomainError('payment-provider-away', { retryAfterSeconds: 5, until }) })
}

/** What the provider answered, and how long places must be kept for it. A second request with the same answer changes nothing. */
async function keepStarted(deps: PaymentDeps, payment: PaymentRow, started: StartedPayment): Promise<void> {
  await inTransaction(deps.db, async (tx) => {
    await tx.select({ id: orders.id }).from(orders).where(eq(orders.id, payment.orderId!)).for('update')
    const [kept] = await tx.update(payments).set({ providerRef: started.providerRef, redirectUrl: started.redirectUrl, qrText: started.qrText, providerUntil: started.until })
      .where(and(eq(payments.id, payment.id), eq(payments.state, 'started'))).returning({ id: payments.id })
    if (!kept || !started.until) return
    await tx.update(orders).set({ expiresAt: sql`greatest(${orders.expiresAt}, ${started.until.toISOString()}::timestamptz + make_interval(secs => ${CLOCK_SECONDS}))` })
      .where(and(eq(orders.id, payment.orderId!), eq(orders.state, 'pending')))
  })
}
