import { IncomingMessage } from 'node:http'
import { type H3Event, getRequestHeader } from 'h3'
import { type Principal, refreshLogin } from '#server/domain/accounts/index.ts'
import { looksLikeApiToken } from '#server/domain/api-tokens/index.ts'
import type { House } from '#server/house.ts'
import { DomainError } from '#shared/errors/domain-error.ts'
import { accountsOf } from './accounts.ts'
import { principalOfApiToken } from './api-token.ts'
import { MARK, accessCookie, clearLoginCookies, keepMarks, refreshCookie, setLoginCookies } from './login-cookies.ts'

/** Who asks, by `Authorization: Bearer` (an access token, or an API token of a program) or the access token in its HttpOnly cookie. Null for nobody. */
export async function principalOf(event: H3Event, house: House): Promise<Principal | null> {
  const bearer = bearerToken(event)
  if (bearer) return looksLikeApiToken(bearer) ? await principalOfApiToken(house, bearer) : await principalOfToken(house, bearer)
  const access = accessCookie(event, house.settings)
  const principal = access ? await principalOfToken(house, access) : null
  if (!principal) return await renewed(event, house)
  keepMarks(event, house.settings)
  return principal
}

/** The token of a program. @sidebase/nuxt-auth sends its mark here, which is none. */
function bearerToken(event: H3Event): string | undefined {
  const token = /^Bearer +(\S+)$/i.exec(getRequestHeader(event, 'authorization') ?? '')?.[1]
  return token === MARK ? undefined : token
}

async function principalOfToken(house: House, token: string): Promise<Principal | null> {
  const { accessTokens, logins } = accountsOf(house)
  const claims = await accessTokens.verify(token)
  return claims && await logins.principalOf(claims.loginSessionId)
}

/** A browser whose access token has run out goes on by its refresh token, so that no page has to think of it. */
async function renewed(event: H3Event, house: House): Promise<Principal | null> {
  const token = refreshCookie(event, house.settings)
  if (!token || !canReceiveCookies(event)) return null
  try {
    const tokens = await refreshLogin(accountsOf(house), token)
    setLoginCookies(event, house.settings, tokens)
    return tokens.principal
  } catch (error) {
    if (!(error instanceof DomainError && error.code === 'session-ended')) throw error
    clearLoginCookies(event, house.settings)
    return null
  }
}

/** These bring or make tokens of their own, so renewing first would only be work. */
const NEVER_RENEWING = new Set([
  '/api/auth/login', '/api/auth/register', '/api/auth/register/confirm', '/api/auth/code', '/api/auth/code/confirm', '/api/auth/second-factor',
  '/api/auth/forgot', '/api/auth/reset', '/api/auth/refresh'
])

/**
 * Whether the answer goes to the browser itself. A page that the server renders asks the API inside the process, with the browser's
 * cookies, but the cookies of that answer are lost, and with them the new refresh token: so never then. Nitro makes such calls with
 * a request object of its own; those from the network are Node's.
 */
function canReceiveCookies(event: H3Event): boolean {
  return event.node.req instanceof IncomingMessage && !NEVER_RENEWING.has(event.path.split('?')[0] ?? '')
}
