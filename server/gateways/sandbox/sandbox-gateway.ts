import { sandboxPayments } from '#drizzle/schema/index.ts'
import type { Database } from '#drizzle/database.ts'
import { type PaymentGateway, type PaymentStanding, ProviderRefusal } from '#server/domain/payments/index.ts'
import { bookRefund, closeOpen, enterDemoSale, readSandboxPayment, type SandboxPayment } from './books.ts'
import { readSandboxNotice } from './notices.ts'

const transactionOf = (id: string) => `sbx_${id}`

/**
 * A provider that takes no money, for demos and tests: the browser goes to a page of our own where the person says what happens, and
 * how it is told. It keeps books of its own and is reached by the same interface as a real one. Never offered in production unless
 * FOYER_DEMO is set.
 */
export function createSandboxGateway(db: Database, key: Buffer): PaymentGateway {
  return {
    name: 'sandbox',
    takes: () => true,
    start: async ({ paymentId, reference, title, amountMinor, currency, returnUrl, expiresAt }) => {
      await db.insert(sandboxPayments).values({ id: paymentId, reference, title, amountMinor, currency, returnUrl, expiresAt }).onConflictDoNothing()
      return { providerRef: `sbx_pay_${paymentId}`, redirectUrl: `/pay/sandbox/${paymentId}`, qrText: null, until: expiresAt }
    },
    lookUp: async ({ paymentId }) => standingOf(await readSandboxPayment(db, paymentId)),
    cancel: async ({ paymentId }) => {
      await closeOpen(db, paymentId)
      return standingOf(await readSandboxPayment(db, paymentId))
    },
    refund: async ({ refundId, payment, amountMinor }) => {
      if (payment.transactionId.startsWith('demo-')) await enterDemoSale(db, { id: payment.paymentId, amountMinor: payment.amountMinor, currency: payment.currency })
      if (!await bookRefund(db, { id: refundId, paymentId: payment.paymentId, amountMinor })) throw new ProviderRefusal('too-much', 'More would go back than came')
      return { transactionId: `sbx_re_${refundId}` }
    },
    readNotice: notice => Promise.resolve(readSandboxNotice(key, notice)),
    noticeReply: { contentType: 'application/json', body: '{"received":true}' }
  }
}

function standingOf(payment: SandboxPayment | null): PaymentStanding {
  switch (payment?.state) {
    case 'paid': return { state: 'captured', transactionId: transactionOf(payment.id), amountMinor: payment.amountMinor, currency: payment.currency, ...payment.card && { instrument: payment.card } }
    case 'cancelled': return { state: 'cancelled' }
    // Nobody pays it any more, closed or not.
    case 'open': return payment.expiresAt <= new Date() ? { state: 'cancelled' } : { state: 'open', ...(payment.declined && { declined: payment.declined }) }
    case 'processing': return { state: 'open' }
    default: return { state: 'cancelled' }
  }
}
