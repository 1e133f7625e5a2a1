import { and, desc, eq } from 'drizzle-orm'
import type { Database } from '#drizzle/database.ts'
import { loginSessions, users } from '#drizzle/schema/index.ts'
import type { LoginSessionView } from '#shared/api/identity.ts'
import { DomainError } from '#shared/errors/domain-error.ts'
import type { AccountsDeps } from './accounts-deps.ts'
import { endLoginSessionsOf } from './end-login-sessions.ts'
import { isLoginAlive, revokeLoginSession } from './login-session.ts'
import type { Principal } from './principal.ts'

/** The browsers in which somebody is logged in, the latest first. */
export async function readLoginSessions(db: Database, principal: Principal): Promise<LoginSessionView[]> {
  const rows = await db.select({
    id: loginSessions.id, method: loginSessions.method, userAgent: loginSessions.userAgent, ip: loginSessions.ip,
    openedAt: loginSessions.createdAt, lastSeenAt: loginSessions.lastSeenAt, endsAt: loginSessions.expiresAt, secondFactorAt: loginSessions.secondFactorAt
  }).from(loginSessions).innerJoin(users, eq(users.id, loginSessions.userId))
    .where(and(eq(loginSessions.userId, principal.userId), isLoginAlive)).orderBy(desc(loginSessions.lastSeenAt)).limit(200)
  return rows.map(({ secondFactorAt, openedAt, lastSeenAt, endsAt, ...row }) => ({
    ...row, isThisOne: row.id === principal.loginSessionId, hasSecondFactor: secondFactorAt !== null,
    openedAt: openedAt.toISOString(), lastSeenAt: lastSeenAt.toISOString(), endsAt: endsAt.toISOString()
  }))
}

/** Ends one of the caller's login sessions. @throws `not-found` where it is not his, or has ended */
export async function endLoginSession(deps: Pick<AccountsDeps, 'db' | 'logins'>, principal: Principal, loginSessionId: string): Promise<void> {
  await deps.db.transaction(async (tx) => {
    const [mine] = await tx.select({ id: loginSessions.id }).from(loginSessions).where(and(eq(loginSessions.id, loginSessionId), eq(loginSessions.userId, principal.userId)))
    if (!mine || !await revokeLoginSession(tx, loginSessionId, 'ended-by-owner')) throw new DomainError('not-found')
  })
  deps.logins.forget(loginSessionId)
}

/** Ends all of the caller's login sessions but the one that asks. @returns how many */
export async function endOtherLoginSessions(deps: Pick<AccountsDeps, 'db' | 'logins'>, principal: Principal): Promise<number> {
  const ended = await deps.db.transaction(tx => endLoginSessionsOf(tx, principal.userId, 'ended-by-owner', { except: principal.loginSessionId }))
  deps.logins.forgetUser(principal.userId)
  return ended
}
