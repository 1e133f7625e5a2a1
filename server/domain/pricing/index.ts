/** Pricing: what a seat or place costs now. */
export { applyPriceRules, type ApprovedPrice } from './apply-price-rules.ts'
export { lookAtPrices, sweepPrices } from './move-prices.ts'
export { hasMovingPrices, type MovingType, typesThatMove } from './moving-types.ts'
export { pauseRules, setPrice } from './price-by-hand.ts'
export { type PriceRow, latestChanges, pricesOfTypes } from './price-history.ts'
export { type PromoCode, discountsOf, redeemPromoCode, returnPromoCodes, usablePromoCode } from './promo-codes.ts'
export { isOnSale, ticketTypeFor } from './ticket-type-for.ts'
export { ticketTypesOfSession, ticketTypesOfSessions } from './ticket-types.ts'
