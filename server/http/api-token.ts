import type { Principal } from '#server/domain/accounts/index.ts'
import { whoHoldsToken } from '#server/domain/api-tokens/index.ts'
import type { House } from '#server/house.ts'
import type { ApiScope } from '#shared/api/api-tokens.ts'
import { DomainError } from '#shared/errors/domain-error.ts'

/** Requests of one token: ten a second, for as long as a minute. */
const LIMIT = { requests: 600, windowSeconds: 60 }

/** Whose program asks. @throws `api-token-refused`: a program that believes to be somebody is never taken for nobody */
export async function principalOfApiToken(house: House, token: string): Promise<Principal> {
  const holder = await whoHoldsToken(house.db, token)
  if (!holder) throw new DomainError('api-token-refused')
  const { tokenId, scopes, ...who } = holder
  return { ...who, loginSessionId: tokenId, token: { id: tokenId, scopes } }
}

/** @throws `rate-limited`; `closed-to-tokens` where an endpoint has no scope, `scope-missing` where the token was not given it */
export async function requireScope({ limiter }: House, token: NonNullable<Principal['token']>, scope: ApiScope | undefined): Promise<void> {
  const { allowed, retryAfterSeconds } = await limiter.hit(`api-token:${token.id}`, LIMIT.requests, LIMIT.windowSeconds)
  if (!allowed) throw new DomainError('rate-limited', { retryAfterSeconds })
  if (!scope) throw new DomainError('closed-to-tokens')
  if (!token.scopes.includes(scope)) throw new DomainError('scope-missing', { scope })
}
