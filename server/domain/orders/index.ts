/** What other areas may ask of orders. */
export { type Buyer, actorOf, createOrder } from './create-order.ts'
export { holdMakingRoom } from './hold-making-room.ts'
export { cancelOrder } from './cancel-order.ts'
export { expireBlocking, sweepOverdue } from './expire-orders.ts'
export { type OrderReader, ownOrder } from './order-access.ts'
export { describeOrder, listOrders, occasionsOf, ticketsOf } from './read-orders.ts'
export { lockPayable, settleOrder } from './settle-order.ts'
export { ORDER_TRANSITIONS, type OrderState } from './transitions.ts'
