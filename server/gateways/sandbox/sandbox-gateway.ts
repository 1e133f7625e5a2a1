import type { PaymentGateway } from '#server/domain/payments/index.ts'

/**
 * A provider that takes no money, for demos and tests: the browser goes to a page of our own where the person says whether
 * the payment succeeds. Never offered in production unless FOYER_DEMO is set.
 */
export const sandboxGateway: PaymentGateway = {
  name: 'sandbox',
  start: payment => Promise.resolve({ redirectUrl: `/pay/sandbox/${payment.paymentId}` }),
  refund: refund => Promise.resolve({ transactionId: `sandbox-refund-${refund.refundId}` })
}
