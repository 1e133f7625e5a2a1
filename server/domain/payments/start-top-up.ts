import { and, eq, sql } from 'drizzle-orm'
import { inTransaction } from '#drizzle/transaction.ts'
import { type PaymentRow, payments, users } from '#drizzle/schema/index.ts'
import { DomainError } from '#shared/errors/domain-error.ts'
import { askToCollect } from './ask-to-collect.ts'
import type { PaymentDeps } from './deps.ts'
import { auditPayment } from './move-payment.ts'
import type { PaymentGateway } from './payment-gateway.ts'
import { topUpLimits } from './top-up-limits.ts'

/** How long somebody has to pay for points, in s. */
export const TOP_UP_SECONDS = 30 * 60
/** So many payments for points may be open at once. */
const MOST_OPEN = 8

export interface TopUpWish { amountMinor: number, method: string, isPhone?: boolean, locale: 'en' | 'zh' }

const NAMES = { en: 'Points', zh: '积分' }

/**
 * Starts a payment for points, or gives the one again that is open by the same method and amount: a doubled request buys once. The
 * points come with the money (`applyStanding`), whenever that is. Throws `invalid-input` beyond the limits, `top-up-refused`,
 * `top-up-provider-away`, `rate-limited` where too many are open; each takes nothing.
 */
export async function startTopUp(deps: PaymentDeps, userId: string, wish: TopUpWish): Promise<{ topUpId: string, redirectUrl: string, qrText: string | null }> {
  const { least, most } = topUpLimits(deps.houseCurrency)
  if (wish.amountMinor < least.amountMinor || wish.amountMinor > most.amountMinor) {
    throw new DomainError('invalid-input', { errors: [{ path: 'amountMinor', message: `from ${least.amountMinor} to ${most.amountMinor}`, code: 'custom' }] })
  }
  const gateway = deps.gateways.find(one => one.name === wish.method && one.takes(deps.houseCurrency))
  if (!gateway) throw new DomainError('top-up-refused')
  const { payment, email } = await writeStarted(deps, userId, gateway, wish)
  if (payment.redirectUrl) return { topUpId: payment.id, redirectUrl: payment.redirectUrl, qrText: payment.qrText }
  const started = await askToCollect(deps, gateway, payment, {
    reference: referenceOf(payment), title: NAMES[wish.locale], locale: wish.locale, email, isPhone: wish.isPhone ?? false,
    returnUrl: `${deps.publicUrl}${wish.locale === 'zh' ? '/zh' : ''}/account/wallet?topUp=${payment.id}`, expiresAt: endOf(payment)
  }, { refused: () => new DomainError('top-up-refused'), away: () => new DomainError('top-up-provider-away', { retryAfterSeconds: 5 }) })
  await deps.db.update(payments).set({ providerRef: started.providerRef, redirectUrl: started.redirectUrl, qrText: started.qrText, providerUntil: started.until })
    .where(and(eq(payments.id, payment.id), eq(payments.state, 'started')))
  return { topUpId: payment.id, redirectUrl: started.redirectUrl, qrText: started.qrText }
}

const endOf = (payment: PaymentRow) => new Date(payment.createdAt.getTime() + TOP_UP_SECONDS * 1000)
/** What stands on a statement: the end of the payment's id, which is the part that differs. */
const referenceOf = (payment: PaymentRow) => `FOYER-${payment.id.slice(-8).toUpperCase()}`

async function writeStarted(deps: PaymentDeps, userId: string, gateway: PaymentGateway, wish: TopUpWish): Promise<{ payment: PaymentRow, email: string | null }> {
  return await inTransaction(deps.db, async (tx) => {
    // One start at a time for a person, and none for an account that is being deleted.
    const [person] = await tx.select({ email: users.email, erasedAt: users.erasedAt }).from(users).where(eq(users.id, userId)).for('no key update')
    if (!person || person.erasedAt) throw new DomainError('login-required')
    const open = await tx.select().from(payments)
      .where(and(eq(payments.topUpUserId, userId), eq(payments.state, 'started'), sql`${payments.createdAt} > now() - make_interval(secs => ${TOP_UP_SECONDS / 2})`))
    const same = open.find(one => one.method === gateway.name && one.amountMinor === wish.amountMinor && one.currency === deps.houseCurrency)
    if (same) return { payment: same, email: person.email }
    if (open.length >= MOST_OPEN) throw new DomainError('rate-limited', { retryAfterSeconds: 300 })
    const [started] = await tx.insert(payments).values({ topUpUserId: userId, method: gateway.name, amountMinor: wish.amountMinor, currency: deps.houseCurrency }).returning()
    await auditPayment(tx, started!.id, null, 'started', userId)
    return { payment: started!, email: person.email }
  })
}
