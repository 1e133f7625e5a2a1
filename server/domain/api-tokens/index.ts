/** What others may ask of API tokens. */
export { listApiTokens, makeApiToken, revokeApiToken } from './own-tokens.ts'
export { type TokenHolder, whoHoldsToken } from './holder.ts'
export { looksLikeApiToken } from './token.ts'
