/** What other areas may ask of refunds: tickets given back, who decides, and everybody's money of what is called off. */
export { callOffFigures } from './called-off-figures.ts'
export { type Decider, decideRequest, listRequests } from './decide.ts'
export { describeRefund } from './describe-refund.ts'
export { type RefundDeps, type RefundWish, endAndPay, giveBack } from './give-back.ts'
export { type RefundQuote, quoteRefund, ticketsToTakeBack } from './quote.ts'
export { recentRuns, runsOfEvent } from './read-runs.ts'
export { refundCalledOff } from './refund-called-off.ts'
export { startRefundRun } from './start-refund-run.ts'
