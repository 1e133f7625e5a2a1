import type { Database } from '#drizzle/database.ts'
import { users } from '#drizzle/schema/index.ts'
import type { Profile, RegisterInput } from '#shared/api/accounts.ts'
import { DomainError } from '#shared/errors/domain-error.ts'
import type { Locale } from '#shared/text/local-text.ts'
import { recordAudit } from './audit.ts'
import type { PasswordHasher } from './password-hasher.ts'
import { checkNewPassword } from './password-policy.ts'
import { type Wallet, readProfile } from './profile.ts'
import { type LimitDeps, countRegisterTry } from './try-limits.ts'

export interface RegisterDeps extends LimitDeps {
  db: Database
  hasher: PasswordHasher
  wallet: Wallet
  /** Given to every new account. */
  welcomePoints: number
}

/**
 * Makes a customer's account with its welcome points. Does not log in.
 * @throws `rate-limited`, `password-refused`, `email-taken`, `unavailable`
 */
export async function register(deps: RegisterDeps, input: RegisterInput & { locale: Locale }, address: string): Promise<Profile> {
  await countRegisterTry(deps, input.email, address)
  checkNewPassword(input.password, input.email)
  // Before the transaction, because it is slow, and for taken e-mails too, so that the time of the answer says nothing.
  const passwordHash = await deps.hasher.hash(input.password)

  return await deps.db.transaction(async (tx) => {
    const [user] = await tx.insert(users)
      .values({ email: input.email, passwordHash, displayName: input.displayName, locale: input.locale })
      .onConflictDoNothing({ target: users.email })
      .returning({ id: users.id })
    if (!user) throw new DomainError('email-taken')
    await deps.wallet.grantWelcomePoints(tx, user.id, deps.welcomePoints)
    await recordAudit(tx, { actor: user.id, action: 'account.registered', subjectType: 'user', subjectId: user.id, toState: 'active' })
    return await readProfile({ db: tx, wallet: deps.wallet }, user.id)
  })
}
