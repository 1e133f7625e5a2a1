import { SignJWT, jwtVerify } from 'jose'
import type { Role } from './principal.ts'

/** How long an access token lives: after that its owner needs a refresh token. */
export const ACCESS_TOKEN_SECONDS = 10 * 60
const ALGORITHM = 'HS256'
/** RFC 9068: says what the token is for, so that no other JWT of ours can stand in for it. */
const TYPE = 'at+jwt'
const AUDIENCE = 'foyer:access'
/** Clocks of two machines of one deployment may differ a little. */
const CLOCK_TOLERANCE_SECONDS = 5
/** Ours are about 350 characters. More is not looked at. */
const LONGEST = 2048

/** What an access token says. Only a hint of the role: who may do what is asked of the database (login-session.ts). */
export interface AccessClaims { userId: string, role: Role, loginSessionId: string }

export interface AccessTokens {
  issue(claims: AccessClaims): Promise<string>
  /** The claims of a token that is ours, whole and fresh; null for anything else. */
  verify(token: string): Promise<AccessClaims | null>
}

/** Access tokens signed with `key` for the deployment that is reached at `issuer`. */
export function createAccessTokens(key: Uint8Array, issuer: string): AccessTokens {
  return {
    issue: claims => new SignJWT({ role: claims.role, sid: claims.loginSessionId })
      .setProtectedHeader({ alg: ALGORITHM, typ: TYPE })
      .setSubject(claims.userId).setIssuer(issuer).setAudience(AUDIENCE)
      .setIssuedAt().setExpirationTime(`${ACCESS_TOKEN_SECONDS}s`)
      .sign(key),
    async verify(token) {
      if (token.length > LONGEST) return null
      try {
        const { payload } = await jwtVerify(token, key, {
          algorithms: [ALGORITHM], typ: TYPE, issuer, audience: AUDIENCE,
          requiredClaims: ['sub', 'sid', 'role', 'iat', 'exp'], maxTokenAge: ACCESS_TOKEN_SECONDS, clockTolerance: CLOCK_TOLERANCE_SECONDS
        })
        return claimsOf(payload)
      } catch {
        return null
      }
    }
  }
}

function claimsOf(payload: { sub?: string, sid?: unknown, role?: unknown }): AccessClaims | null {
  const { sub, sid, role } = payload
  if (!isUuid(sub) || !isUuid(sid) || (role !== 'customer' && role !== 'publisher' && role !== 'admin')) return null
  return { userId: sub, role, loginSessionId: sid }
}

function isUuid(value: unknown): value is string {
  return typeof value === 'string' && /^[\da-f]{8}(-[\da-f]{4}){3}-[\da-f]{12}$/.test(value)
}
