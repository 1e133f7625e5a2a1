/** What other areas may ask of resale: tickets that their buyers offer to others. */
export { describeResale } from './describe-resale.ts'
export { lapseResales } from './lapse.ts'
export { offerForSale, takeOffSale } from './offer-for-sale.ts'
