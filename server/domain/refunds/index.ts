/** What other areas may ask of refunds: tickets given back, and who decides. */
export { type Decider, decideRequest, listRequests } from './decide.ts'
export { describeRefund } from './describe-refund.ts'
export { type RefundDeps, type RefundWish, giveBack } from './give-back.ts'
export { type RefundQuote, quoteRefund } from './quote.ts'
