/** Pricing: what a seat or place costs now. */
export { type PromoCode, discountsOf, redeemPromoCode, returnPromoCodes, usablePromoCode } from './promo-codes.ts'
export { isOnSale, ticketTypeFor } from './ticket-type-for.ts'
export { ticketTypesOfSession, ticketTypesOfSessions } from './ticket-types.ts'
