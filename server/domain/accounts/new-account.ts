import { and, eq, isNotNull, sql } from 'drizzle-orm'
import type { Transaction } from '#drizzle/database.ts'
import { users } from '#drizzle/schema/index.ts'
import type { Locale } from '#shared/text/local-text.ts'
import type { AccountsDeps } from './accounts-deps.ts'
import { recordAudit } from './audit.ts'
import { crownFirstAdmin } from './first-admin.ts'

/** An account that comes to be. E-mail and phone are proven to belong to whoever asks, unless the e-mail is marked otherwise. */
export interface NewAccount {
  email?: string
  /** False where a provider of identities does not vouch for it. */
  isEmailVerified?: boolean
  /** E.164. */
  phone?: string
  displayName: string
  locale: Locale
  passwordHash?: string
  /** How it was made: `password`, `code`, `google`, `wechat`. */
  method: string
}

/** Makes a customer with the welcome points, or of an account that an import brought his; null where another account has the e-mail or the phone. */
export async function createAccount(tx: Transaction, deps: Pick<AccountsDeps, 'wallet' | 'welcomePoints' | 'firstAdmin'>, account: NewAccount): Promise<{ userId: string } | null> {
  const { email, phone, displayName, locale, passwordHash, method } = account
  const isVerified = email !== undefined && account.isEmailVerified !== false
  const [made] = await tx.insert(users).values({
    email, phone, displayName, locale, passwordHash,
    emailVerifiedAt: isVerified ? sql`now()` : null, phoneVerifiedAt: phone === undefined ? null : sql`now()`
  }).onConflictDoNothing().returning({ id: users.id })
  const user = made ?? await claimAccount(tx, { ...account, email: isVerified ? email : undefined })
  if (!user) return null
  await deps.wallet.grantWelcomePoints(tx, user.id, deps.welcomePoints)
  await recordAudit(tx, { actor: user.id, action: 'account.registered', subjectType: 'user', subjectId: user.id, toState: 'active', details: { method, ...made ? {} : { claimed: true } } })
  if (isVerified) await crownFirstAdmin(tx, deps.firstAdmin, user.id, email)
  return { userId: user.id }
}

/**
 * Nobody has entered it yet: whoever proves the e-mail or the phone that an import wrote down has it. What he has not proven, somebody
 * else may: it goes, or two people would share an account. Null where there is none.
 */
async function claimAccount(tx: Transaction, { email, phone, displayName, locale, passwordHash }: NewAccount): Promise<{ id: string } | null> {
  const proven = email !== undefined ? eq(users.email, email) : phone !== undefined ? eq(users.phone, phone) : null
  if (!proven) return null
  const [claimed] = await tx.update(users).set({
    email: email ?? null, phone: phone ?? null, displayName, locale, passwordHash, unclaimedSince: null,
    emailVerifiedAt: email === undefined ? null : sql`now()`, phoneVerifiedAt: phone === undefined ? null : sql`now()`
  }).where(and(proven, isNotNull(users.unclaimedSince))).returning({ id: users.id })
  return claimed ?? null
}
