/** Pricing: what a seat or place costs now. */
export { isOnSale, ticketTypeFor } from './ticket-type-for.ts'
export { ticketTypesOfSession, ticketTypesOfSessions } from './ticket-types.ts'
