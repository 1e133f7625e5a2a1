/** What other areas may ask of the brakes. */
export type { BrakesDeps } from './brakes-deps.ts'
export { holdBrake, inOrder } from './hold-brake.ts'
export { brakePayment } from './pay-brake.ts'
