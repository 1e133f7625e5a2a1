import { eq } from 'drizzle-orm'
import type { Queryable } from '#drizzle/database.ts'
import { loginSessions } from '#drizzle/schema/index.ts'
import type { LoginState } from '#shared/api/accounts.ts'
import { DomainError } from '#shared/errors/domain-error.ts'
import { IDLE_MINUTES } from './login-session.ts'
import type { Principal } from './principal.ts'

/** How long the login goes on. Asking is itself a sign of life, so the idle time starts anew. @throws `login-required` */
export async function readLoginState(db: Queryable, principal: Principal, needsSecondFactor: boolean): Promise<LoginState> {
  const [session] = await db.select({ expiresAt: loginSessions.expiresAt }).from(loginSessions).where(eq(loginSessions.id, principal.loginSessionId))
  if (!session) throw new DomainError('login-required')
  const isAsked = needsSecondFactor && principal.role !== 'customer'
  return {
    idleEndsInSeconds: Math.min(IDLE_MINUTES * 60, Math.max(0, Math.floor((session.expiresAt.getTime() - Date.now()) / 1000))),
    endsAt: session.expiresAt.toISOString(),
    secondFactor: principal.hasSecondFactor ? 'done' : isAsked ? 'needed' : 'none'
  }
}
