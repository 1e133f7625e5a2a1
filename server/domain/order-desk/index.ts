/** Orders as those see them who sell: found, looked at, put right, taken back. */
export { correctContact } from './correct-contact.ts'
export { type Desk } from './desk.ts'
export { findOrders } from './find-orders.ts'
export { refundAtDesk } from './refund-at-desk.ts'
export { sendTicketsAgain } from './send-again.ts'
export { showOrder } from './show-order.ts'
