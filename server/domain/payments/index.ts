/** What other areas may ask of payments. */
export { grantWelcomePoints, walletBalance } from './ledger.ts'
export { type PaymentDeps, payOrder } from './pay-order.ts'
export type { PaymentGateway } from './payment-gateway.ts'
export { paymentMethodsFor } from './payment-methods.ts'
export { sendBack, settleRefunds } from './refund-payment.ts'
export { settlePayment } from './settle-payment.ts'
