import { and, eq, isNotNull } from 'drizzle-orm'
import type { Database } from '#drizzle/database.ts'
import { inTransaction } from '#drizzle/transaction.ts'
import { totpSecrets, users } from '#drizzle/schema/index.ts'
import type { LoginInput } from '#shared/api/accounts.ts'
import { DomainError } from '#shared/errors/domain-error.ts'
import type { AccountsDeps } from './accounts-deps.ts'
import { knownDevice } from './known-device.ts'
import { type LoginOrigin, openLoginSession, revokeLoginSession } from './login-session.ts'
import { type OpenedLogin, withTokens } from './login-tokens.ts'
import type { LoginTokens } from './refresh.ts'
import { useSecondFactor } from './second-factor.ts'
import { countLoginFrom, countSecondFactor, mayTryAccount, mayTryFromDevice } from './try-limits.ts'

export type LoginDeps = Pick<AccountsDeps, 'db' | 'limiter' | 'leniency' | 'hasher' | 'accessTokens' | 'keys'>

/** Where a login comes from: what it is counted by, and the mark of a browser that has logged in before. */
export interface LoginSource { network: string, deviceMark?: string }

/**
 * Opens a login session for an e-mail and its password, and the second factor where the account has one. An unknown e-mail, a
 * wrong password and a disabled account are refused alike, after the same work.
 *
 * While a crowd guesses at the account, strangers are refused, whatever they know, unless they show password *and* second factor;
 * browsers that have logged in before are counted apart. So nobody is locked out by others (S-09; docs/decisions/006).
 * @throws `login-failed`, `second-factor-required`, `code-wrong`, `rate-limited`, `unavailable`
 */
export async function login(deps: LoginDeps, input: LoginInput, source: LoginSource, origin: LoginOrigin): Promise<LoginTokens> {
  await countLoginFrom(deps, source.network)
  const user = await findByEmail(deps.db, input.email)
  const deviceId = knownDevice(deps.keys.devices, user?.id ?? 'nobody', source.deviceMark)
  const isCrowded = !(deviceId && await mayTryFromDevice(deps, deviceId)) && !await mayTryAccount(deps, input.email)
  if (isCrowded && !input.code) throw tooMany()

  const isRight = await deps.hasher.matches(input.password, user?.passwordHash ?? null)
  if (!user?.passwordHash || !isRight || user.disabledAt) throw isCrowded ? tooMany() : new DomainError('login-failed')
  if (isCrowded && !user.hasTotp) throw tooMany()
  if (user.hasTotp) await checkSecondFactor(deps, user.id, deviceId, input.code, isCrowded)

  const opened = await openByPassword(deps, { id: user.id, checked: user.passwordHash, given: input.password }, origin, user.hasTotp)
  if (deps.hasher.isOutdated(user.passwordHash)) await upgradeHash(deps, user.id, user.passwordHash, input.password)
  return await withTokens(deps, opened)
}

/**
 * Only where the password that was checked is still the account's own: who sets another one ends all login sessions, and none may
 * come after. Where it is merely stored in another way since, it is checked again.
 */
async function openByPassword(deps: LoginDeps, password: { id: string, checked: string, given: string }, origin: LoginOrigin, hasSecondFactor: boolean): Promise<OpenedLogin> {
  for (let { checked } = password; ;) {
    const { opened, stored } = await inTransaction(deps.db, async (tx) => {
      const [now] = await tx.select({ stored: users.passwordHash }).from(users).where(eq(users.id, password.id)).for('share')
      return { stored: now?.stored, opened: now?.stored === checked ? await openLoginSession(tx, password.id, origin, { method: 'password', hasSecondFactor }) : null }
    })
    if (opened) return opened
    if (!stored || !await deps.hasher.matches(password.given, stored)) throw new DomainError('login-failed')
    checked = stored
  }
}

async function findByEmail(db: Database, email: string) {
  const [user] = await db.select({ id: users.id, passwordHash: users.passwordHash, disabledAt: users.disabledAt, totpOf: totpSecrets.userId })
    .from(users).leftJoin(totpSecrets, and(eq(totpSecrets.userId, users.id), isNotNull(totpSecrets.confirmedAt))).where(eq(users.email, email))
  return user && { ...user, hasTotp: user.totpOf !== null }
}

/** Asked only after the right password, so that nobody else can use up the tries. */
async function checkSecondFactor(deps: LoginDeps, userId: string, deviceId: string | null, code: string | undefined, isCrowded: boolean): Promise<void> {
  if (!code) throw new DomainError('second-factor-required')
  await countSecondFactor(deps, deviceId ? `device:${deviceId}` : userId)
  if (!await useSecondFactor(deps.db, deps.keys, userId, code)) throw isCrowded ? tooMany() : new DomainError('code-wrong')
}

/** Says nothing of whether the password was right, or of when exactly the crowd will have gone. */
const tooMany = () => new DomainError('rate-limited', { retryAfterSeconds: 15 * 60 })

/** Only where the hash is still the one that was checked: a new password set meanwhile stays. */
async function upgradeHash(deps: LoginDeps, userId: string, outdated: string, password: string): Promise<void> {
  const passwordHash = await deps.hasher.hash(password)
  await deps.db.update(users).set({ passwordHash }).where(and(eq(users.id, userId), eq(users.passwordHash, outdated)))
}

/** Ends a login session on purpose. */
export async function logout(deps: { db: Database }, loginSessionId: string): Promise<void> {
  await deps.db.transaction(tx => revokeLoginSession(tx, loginSessionId, 'logged-out'))
}
