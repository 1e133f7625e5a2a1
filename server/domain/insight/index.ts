/** What other areas and commands may ask of insight. */
export { type InvariantResult, checkInvariants } from './invariants.ts'
export { missingOrders } from './missing-orders.ts'
export { type ShownSeats, seatsShownWrongly } from './shown-seats.ts'
