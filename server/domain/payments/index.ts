/** What other areas may ask of payments. */
export { grantWelcomePoints, walletBalance } from './ledger.ts'
