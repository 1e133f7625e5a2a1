import type { PaymentRow, RefundRow } from '#drizzle/schema/index.ts'

export type PaymentState = PaymentRow['state']
export type RefundState = RefundRow['state']

/**
 * The payment's state machine. A provider's word that money came is believed whenever it comes: an attempt that was closed may still
 * turn out to be paid. What has taken money stays what it is; what goes back is told by its refunds.
 */
export const PAYMENT_TRANSITIONS: Record<PaymentState, readonly PaymentState[]> = {
  started: ['captured', 'surplus', 'failed', 'cancelled'],
  failed: ['captured', 'surplus'],
  cancelled: ['captured', 'surplus'],
  captured: [],
  surplus: []
}

/** A bank may send back what a provider said was done; an admin may send again what failed. */
export const REFUND_TRANSITIONS: Record<RefundState, readonly RefundState[]> = {
  requested: ['done', 'failed'],
  done: ['failed'],
  failed: ['requested']
}
