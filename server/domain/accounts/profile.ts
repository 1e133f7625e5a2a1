import { and, eq, isNull } from 'drizzle-orm'
import type { Database, Queryable, Transaction } from '#drizzle/database.ts'
import { users } from '#drizzle/schema/index.ts'
import type { Profile, ProfileChange } from '#shared/api/accounts.ts'
import { DomainError } from '#shared/errors/domain-error.ts'

/** What accounts ask of the area that keeps points. */
export interface Wallet {
  grantWelcomePoints(tx: Transaction, userId: string, points: number): Promise<void>
  walletBalance(db: Queryable, userId: string): Promise<number>
}

interface ProfileDeps { db: Queryable, wallet: Wallet }

/** What a person sees of the own account. @throws `login-required` where the account is gone */
export async function readProfile(deps: ProfileDeps, userId: string): Promise<Profile> {
  const [user] = await deps.db.select({
    id: users.id, role: users.role, email: users.email, phone: users.phone,
    displayName: users.displayName, locale: users.locale, avatarUrl: users.avatarUrl
  }).from(users).where(eq(users.id, userId))
  if (!user) throw new DomainError('login-required')
  return { ...user, points: await deps.wallet.walletBalance(deps.db, userId) }
}

/** Changes the fields that are given, and no other. */
export async function changeProfile(deps: { db: Database, wallet: Wallet }, userId: string, change: ProfileChange): Promise<Profile> {
  if (change.displayName !== undefined || change.locale !== undefined) {
    await deps.db.update(users).set({ displayName: change.displayName, locale: change.locale }).where(and(eq(users.id, userId), isNull(users.erasedAt)))
  }
  return readProfile(deps, userId)
}
