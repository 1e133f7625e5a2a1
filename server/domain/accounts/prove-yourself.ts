import { and, eq, sql } from 'drizzle-orm'
import type { Queryable } from '#drizzle/database.ts'
import { loginSessions, users } from '#drizzle/schema/index.ts'
import { DomainError } from '#shared/errors/domain-error.ts'
import type { AccountsDeps } from './accounts-deps.ts'
import type { Principal } from './principal.ts'
import { countPasswordAgain } from './try-limits.ts'

/** Who has no password must have logged in, or shown the second factor, so lately. */
const FRESH_MINUTES = 10

const isFresh = sql<boolean>`greatest(${loginSessions.createdAt}, ${loginSessions.secondFactorAt}) > clock_timestamp() - make_interval(mins => ${FRESH_MINUTES})`

/** Who adds or takes a way in has come in lately. @throws `fresh-login-needed` */
export async function requireFreshLogin(db: Queryable, principal: Principal): Promise<void> {
  const [session] = await db.select({ isFresh }).from(loginSessions).where(eq(loginSessions.id, principal.loginSessionId))
  if (!session?.isFresh) throw new DomainError('fresh-login-needed')
}

/** What is left of the account after its owner has proven himself again. */
export interface Proven { email: string | null, phone: string | null, passwordHash: string | null }

/**
 * Asks somebody who is logged in for proof that it is still he, before what he logs in with is changed: the password, or, where
 * there is none, a fresh login (OWASP ASVS 5.0, 7.5.1).
 * @throws `password-needed`, `fresh-login-needed`, `rate-limited`, `login-required`
 */
export async function proveYourself(deps: Pick<AccountsDeps, 'db' | 'limiter' | 'leniency' | 'hasher'>, principal: Principal, password: string | undefined): Promise<Proven> {
  const [account] = await deps.db.select({
    email: users.email, phone: users.phone, passwordHash: users.passwordHash, isFresh
  }).from(users).innerJoin(loginSessions, and(eq(loginSessions.id, principal.loginSessionId), eq(loginSessions.userId, users.id))).where(eq(users.id, principal.userId))
  if (!account) throw new DomainError('login-required')
  const { isFresh: isLately, ...proven } = account
  if (account.passwordHash === null) {
    if (!isLately) throw new DomainError('fresh-login-needed')
    return proven
  }
  if (!password) throw new DomainError('password-needed')
  await countPasswordAgain(deps, principal.userId)
  if (!await deps.hasher.matches(password, account.passwordHash)) throw new DomainError('password-needed')
  return proven
}
