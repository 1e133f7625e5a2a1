import type { OrderRow } from '#drizzle/schema/index.ts'

export type OrderState = OrderRow['state']

/** The order's state machine: from each state, where it may go. What is not here never happens. */
export const ORDER_TRANSITIONS: Record<OrderState, readonly OrderState[]> = {
  pending: ['paid', 'expired', 'cancelled'],
  paid: ['partially_refunded', 'refunded'],
  partially_refunded: ['partially_refunded', 'refunded'],
  // Money may come after the time was over: if the places are still there, it buys them (P-07).
  expired: ['paid'],
  cancelled: [],
  refunded: []
}
