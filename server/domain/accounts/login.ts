import { and, eq } from 'drizzle-orm'
import type { Database } from '#drizzle/database.ts'
import { users } from '#drizzle/schema/index.ts'
import type { LoginInput } from '#shared/api/accounts.ts'
import { DomainError } from '#shared/errors/domain-error.ts'
import type { AccessTokens } from './access-token.ts'
import { type LoginOrigin, openLoginSession, revokeLoginSession } from './login-session.ts'
import type { PasswordHasher } from './password-hasher.ts'
import type { LoginTokens } from './refresh.ts'
import { type LimitDeps, countLoginTry } from './try-limits.ts'

export interface LoginDeps extends LimitDeps {
  db: Database
  hasher: PasswordHasher
  accessTokens: AccessTokens
}

/**
 * Opens a login session for an e-mail and its password. An unknown e-mail, a wrong password and a disabled account are refused
 * alike, after the same work.
 * @throws `login-failed`, `rate-limited`, `unavailable`
 */
export async function login(deps: LoginDeps, input: LoginInput, address: string, origin: LoginOrigin): Promise<LoginTokens> {
  await countLoginTry(deps, input.email, address)
  const [user] = await deps.db.select({ id: users.id, role: users.role, passwordHash: users.passwordHash, disabledAt: users.disabledAt })
    .from(users).where(eq(users.email, input.email))
  const isRight = await deps.hasher.matches(input.password, user?.passwordHash ?? null)
  if (!user?.passwordHash || !isRight || user.disabledAt) throw new DomainError('login-failed')

  if (deps.hasher.isOutdated(user.passwordHash)) await upgradeHash(deps, user.id, user.passwordHash, input.password)
  const opened = await deps.db.transaction(tx => openLoginSession(tx, user.id, origin))
  const principal = { userId: user.id, role: user.role, loginSessionId: opened.loginSessionId, hasSecondFactor: false }
  return { principal, accessToken: await deps.accessTokens.issue(principal), refreshToken: opened.refreshToken, expiresAt: opened.expiresAt }
}

/** Only where the hash is still the one that was checked: a new password set meanwhile stays. */
async function upgradeHash(deps: LoginDeps, userId: string, outdated: string, password: string): Promise<void> {
  const passwordHash = await deps.hasher.hash(password)
  await deps.db.update(users).set({ passwordHash }).where(and(eq(users.id, userId), eq(users.passwordHash, outdated)))
}

/** Ends a login session on purpose. */
export async function logout(deps: { db: Database }, loginSessionId: string): Promise<void> {
  await deps.db.transaction(tx => revokeLoginSession(tx, loginSessionId, 'logged-out'))
}
