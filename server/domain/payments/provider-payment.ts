import type { PaymentRow } from '#drizzle/schema/index.ts'
import type { ProviderPayment } from './payment-gateway.ts'

/** A payment in the words that its provider knows. */
export function asProviderKnows(payment: PaymentRow): ProviderPayment {
  return { paymentId: payment.id, providerRef: payment.providerRef ?? payment.id, transactionId: payment.transactionId, amountMinor: payment.amountMinor, currency: payment.currency }
}
