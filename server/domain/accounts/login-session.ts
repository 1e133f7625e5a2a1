import { and, eq, isNull, sql } from 'drizzle-orm'
import type { Database, Transaction } from '#drizzle/database.ts'
import { loginSessions, refreshTokens, users } from '#drizzle/schema/index.ts'
import { DomainError } from '#shared/errors/domain-error.ts'
import { recordAudit } from './audit.ts'
import type { OpenedLogin } from './login-tokens.ts'
import type { Principal } from './principal.ts'
import { hashRefreshToken, newRefreshToken } from './refresh-token.ts'

/** A login session ends when nothing was asked of it for so long ... */
export const IDLE_MINUTES = 30
/** ... and after so long in any case. Both by the clock of the database. */
export const ABSOLUTE_DAYS = 30

/** What the browser says of itself, for the list of one's devices. */
export interface LoginOrigin { ip: string | null, userAgent: string | null }

/** Whether a joined login session and user may still act, in SQL. */
export const isLoginAlive = sql<boolean>`(${loginSessions.revokedAt} is null and ${users.disabledAt} is null and ${users.erasedAt} is null
  and ${loginSessions.expiresAt} > clock_timestamp()
  and ${loginSessions.lastSeenAt} > clock_timestamp() - make_interval(mins => ${IDLE_MINUTES}))`

/** How somebody came in: `password`, `code`, `google`, `wechat`; and whether the second factor was shown on the way. */
export interface WayIn { method: string, hasSecondFactor: boolean }

/**
 * Opens a login session with its first refresh token, which is returned here and nowhere else.
 * @throws `login-failed` where the account was disabled or deleted in the meantime
 */
export async function openLoginSession(tx: Transaction, userId: string, origin: LoginOrigin, way: WayIn): Promise<OpenedLogin> {
  const { method, hasSecondFactor } = way
  // Locked: whoever shuts the account has either done so, or waits and ends this login session with the others.
  const [user] = await tx.select({ role: users.role }).from(users).where(and(eq(users.id, userId), isNull(users.disabledAt), isNull(users.erasedAt))).for('share')
  if (!user) throw new DomainError('login-failed')
  const [session] = await tx.insert(loginSessions).values({
    userId, ip: origin.ip, userAgent: origin.userAgent?.slice(0, 300) ?? null, method,
    secondFactorAt: hasSecondFactor ? sql`now()` : null, expiresAt: sql`now() + make_interval(days => ${ABSOLUTE_DAYS})`
  }).returning({ id: loginSessions.id, expiresAt: loginSessions.expiresAt })
  const { id: loginSessionId, expiresAt } = session!
  const refreshToken = newRefreshToken()
  await tx.insert(refreshTokens).values({ loginSessionId, tokenHash: hashRefreshToken(refreshToken), expiresAt })
  await recordAudit(tx, { actor: userId, action: 'login-session.opened', subjectType: 'login-session', subjectId: loginSessionId, toState: 'open', details: { method } })
  return { principal: { userId, role: user.role, loginSessionId, hasSecondFactor }, refreshToken, expiresAt }
}

/**
 * Who the login session belongs to, with today's role, or null where it has ended. One query by primary keys. Being asked keeps
 * it from going idle; that is written at most once a minute.
 */
export async function whoIsLoggedIn(db: Database, loginSessionId: string): Promise<Principal | null> {
  const [row] = await db.select({
    userId: users.id, role: users.role, isAlive: isLoginAlive, secondFactorAt: loginSessions.secondFactorAt,
    isSeenLately: sql<boolean>`${loginSessions.lastSeenAt} > clock_timestamp() - interval '1 minute'`
  }).from(loginSessions).innerJoin(users, eq(users.id, loginSessions.userId)).where(eq(loginSessions.id, loginSessionId))
  if (!row?.isAlive) return null
  if (!row.isSeenLately) await db.update(loginSessions).set({ lastSeenAt: sql`clock_timestamp()` }).where(and(eq(loginSessions.id, loginSessionId), isNull(loginSessions.revokedAt)))
  return { userId: row.userId, role: row.role, loginSessionId, hasSecondFactor: row.secondFactorAt !== null }
}

/** Why a login session was ended before its time. */
export type EndReason = 'logged-out' | 'refresh-token-reused' | 'ended-by-owner' | 'password-changed' | 'password-reset' | 'disabled' | 'role-changed' | 'ended-by-admin' | 'erased'

/** Ends a login session and with it all its refresh tokens. @returns false where it had ended before */
export async function revokeLoginSession(tx: Transaction, loginSessionId: string, reason: EndReason): Promise<boolean> {
  const [ended] = await tx.update(loginSessions).set({ revokedAt: sql`clock_timestamp()`, revokedReason: reason })
    .where(and(eq(loginSessions.id, loginSessionId), isNull(loginSessions.revokedAt)))
    .returning({ userId: loginSessions.userId })
  if (!ended) return false
  await recordAudit(tx, { actor: ended.userId, action: `login-session.${reason}`, subjectType: 'login-session', subjectId: loginSessionId, fromState: 'open', toState: 'revoked' })
  return true
}
