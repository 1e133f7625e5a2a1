/** How good recommendations are, measured on what people did elsewhere. */
export { type Measured, measure } from './measure.ts'
export { UnreadableActs, readActs } from './read-acts.ts'
export { cutsInTime, lastOfEach } from './split.ts'
