import { eq, sql } from 'drizzle-orm'
import type { Database, Transaction } from '#drizzle/database.ts'
import { loginSessions, refreshTokens, users } from '#drizzle/schema/index.ts'
import { giveNotice } from '#server/domain/notify/index.ts'
import { DomainError } from '#shared/errors/domain-error.ts'
import type { AccessTokens } from './access-token.ts'
import { isLoginAlive, revokeLoginSession } from './login-session.ts'
import type { Principal } from './principal.ts'
import { hashRefreshToken, looksLikeRefreshToken, newRefreshToken, openSuccessor, sealSuccessor } from './refresh-token.ts'

/** For so long a repeated refresh is taken for two tabs or a lost answer, and gets the same successor. Later it is a theft. */
export const GRACE_SECONDS = 10

/** What somebody who is logged in carries from now on. */
export interface LoginTokens {
  principal: Principal
  accessToken: string
  refreshToken: string
  /** When the login session ends at the latest. */
  expiresAt: Date
}

/**
 * Exchanges a refresh token for a new pair and retires it (RFC 9700 section 4.14.2). A retired token that comes back after the
 * grace is a copy in other hands: the whole login session ends.
 * @throws `session-ended` where the token is unknown, was used before, or its login session is over
 */
export async function refreshLogin(deps: { db: Database, accessTokens: AccessTokens }, refreshToken: string): Promise<LoginTokens> {
  if (!looksLikeRefreshToken(refreshToken)) throw new DomainError('session-ended')
  // The refusal is thrown outside: revoking must be committed.
  const rotated = await deps.db.transaction(tx => rotate(tx, refreshToken))
  if (!rotated) throw new DomainError('session-ended')
  return { ...rotated, accessToken: await deps.accessTokens.issue(rotated.principal) }
}

async function rotate(tx: Transaction, token: string): Promise<Omit<LoginTokens, 'accessToken'> | null> {
  const found = await findForUpdate(tx, token)
  if (!found?.isAlive) return null
  if (found.rotatedAt && !found.isInGrace) {
    await endStolen(tx, found.principal)
    return null
  }
  const successor = found.rotatedAt ? await newestSuccessor(tx, found.successorSealed!, token) : await replace(tx, found, token)
  return { principal: found.principal, refreshToken: successor, expiresAt: found.expiresAt }
}

/** Thief or victim, one of the two has a copy: both are shown out, and the victim is told why (S-06). */
async function endStolen(tx: Transaction, { userId, loginSessionId }: Principal): Promise<void> {
  if (!await revokeLoginSession(tx, loginSessionId, 'refresh-token-reused')) return
  await giveNotice(tx, { to: { userId }, kind: 'login-stolen', params: {}, path: '/account/security', key: `login-stolen:${loginSessionId}` })
}

/** Others who bring the same token wait here until this transaction ends, and then see what it did. */
async function findForUpdate(tx: Transaction, token: string) {
  const [row] = await tx.select({
    id: refreshTokens.id, rotatedAt: refreshTokens.rotatedAt, successorSealed: refreshTokens.successorSealed,
    isInGrace: sql<boolean>`coalesce(${refreshTokens.rotatedAt} > clock_timestamp() - make_interval(secs => ${GRACE_SECONDS}), false)`,
    loginSessionId: loginSessions.id, expiresAt: loginSessions.expiresAt, isAlive: isLoginAlive, secondFactorAt: loginSessions.secondFactorAt, userId: users.id, role: users.role
  }).from(refreshTokens)
    .innerJoin(loginSessions, eq(loginSessions.id, refreshTokens.loginSessionId))
    .innerJoin(users, eq(users.id, loginSessions.userId))
    .where(eq(refreshTokens.tokenHash, hashRefreshToken(token)))
    .for('update', { of: [refreshTokens, loginSessions] })
  if (!row) return null
  const { loginSessionId, userId, role, secondFactorAt, ...rest } = row
  return { ...rest, principal: { userId, role, loginSessionId, hasSecondFactor: secondFactorAt !== null } }
}

async function replace(tx: Transaction, found: { id: string, principal: Principal, expiresAt: Date }, token: string): Promise<string> {
  const successor = newRefreshToken()
  const { loginSessionId } = found.principal
  await tx.update(refreshTokens).set({ rotatedAt: sql`clock_timestamp()`, successorSealed: sealSuccessor(successor, token) }).where(eq(refreshTokens.id, found.id))
  await tx.insert(refreshTokens).values({ loginSessionId, tokenHash: hashRefreshToken(successor), expiresAt: found.expiresAt })
  await tx.update(loginSessions).set({ lastSeenAt: sql`clock_timestamp()` }).where(eq(loginSessions.id, loginSessionId))
  return successor
}

/** The successor may have been used already within the grace; the newest is the one that lives. */
async function newestSuccessor(tx: Transaction, sealed: string, predecessor: string): Promise<string> {
  const successor = openSuccessor(sealed, predecessor)
  const [next] = await tx.select({ sealed: refreshTokens.successorSealed }).from(refreshTokens).where(eq(refreshTokens.tokenHash, hashRefreshToken(successor)))
  return next?.sealed ? newestSuccessor(tx, next.sealed, successor) : successor
}
