import type { PaymentRequest, ProviderPayment } from '#server/domain/payments/payment-gateway.ts'
import { newId } from '#shared/ids/id.ts'

/** What the house asks a provider for: two tickets, paid within a quarter of an hour. */
export function paymentRequest(change: Partial<PaymentRequest> = {}): PaymentRequest {
  return {
    paymentId: newId(), reference: 'FY-7K3M-QX9D', title: 'Evening of Chamber Music', amountMinor: 38_050, currency: 'CNY', locale: 'en', email: 'guest@example.org', isPhone: false,
    returnUrl: 'http://localhost:3000/orders/1?payment=back', noticeUrl: 'http://localhost:3000/api/payments/notices/x', expiresAt: new Date(Date.now() + 15 * 60_000),
    signal: AbortSignal.timeout(20_000), ...change
  }
}

/** The same payment once it was begun. */
export const begun = (request: PaymentRequest, providerRef: string): ProviderPayment =>
  ({ paymentId: request.paymentId, providerRef, transactionId: null, amountMinor: request.amountMinor, currency: request.currency })

export const inTime = () => AbortSignal.timeout(20_000)
