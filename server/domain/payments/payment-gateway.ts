/** A way to pay, behind one interface that the domain owns. One implementation a folder under server/gateways, or in the domain (points). */
export interface PaymentGateway {
  /** `points`, `sandbox`, later `stripe`, `alipay`. */
  readonly name: string
  /** Asks the provider to collect the money of a payment that is recorded as started. Safe to repeat: `paymentId` is the idempotency key. */
  start(payment: { paymentId: string, orderId: string, amountMinor: number, currency: string, returnUrl: string }): Promise<{ redirectUrl: string }>
  /**
   * Sends money of a captured payment back. Safe to repeat: `refundId` is the idempotency key. Rejects where the provider refuses or
   * does not answer before `signal`: then it is asked again.
   */
  refund(refund: { refundId: string, paymentId: string, transactionId: string, amountMinor: number, currency: string, signal: AbortSignal }): Promise<{ transactionId: string }>
}
