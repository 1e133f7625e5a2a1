import { eq, sql } from 'drizzle-orm'
import type { Queryable } from '#drizzle/database.ts'
import { loginSessions } from '#drizzle/schema/index.ts'
import type { LoginState } from '#shared/api/accounts.ts'
import { DomainError } from '#shared/errors/domain-error.ts'
import { IDLE_MINUTES } from './login-session.ts'
import type { Principal } from './principal.ts'

/**
 * How long the login goes on. Asking is itself a sign of life; as those are written down at most once a minute, the answer is what
 * the database will go by, not what is hoped. @throws `login-required`
 */
export async function readLoginState(db: Queryable, principal: Principal, needsSecondFactor: boolean): Promise<LoginState> {
  const [session] = await db.select({
    expiresAt: loginSessions.expiresAt,
    idleEndsInSeconds: sql<number>`greatest(0, floor(extract(epoch from least(${loginSessions.lastSeenAt} + make_interval(mins => ${IDLE_MINUTES}), ${loginSessions.expiresAt}) - clock_timestamp())))::int`
  }).from(loginSessions).where(eq(loginSessions.id, principal.loginSessionId))
  if (!session) throw new DomainError('login-required')
  const isAsked = needsSecondFactor && principal.role !== 'customer'
  return {
    idleEndsInSeconds: session.idleEndsInSeconds,
    endsAt: session.expiresAt.toISOString(),
    secondFactor: principal.hasSecondFactor ? 'done' : isAsked ? 'needed' : 'none'
  }
}
