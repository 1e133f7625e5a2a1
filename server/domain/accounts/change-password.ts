import { and, eq, isNull } from 'drizzle-orm'
import { inTransaction } from '#drizzle/transaction.ts'
import { users } from '#drizzle/schema/index.ts'
import { giveNotice } from '#server/domain/notify/index.ts'
import { DomainError } from '#shared/errors/domain-error.ts'
import { newId } from '#shared/ids/id.ts'
import type { AccountsDeps } from './accounts-deps.ts'
import { recordAudit } from './audit.ts'
import { endLoginSessionsOf } from './end-login-sessions.ts'
import { checkNewPassword } from './password-policy.ts'
import type { Principal } from './principal.ts'
import { proveYourself } from './prove-yourself.ts'

/**
 * Sets another password, or the first one. All other login sessions end.
 * @throws `password-needed`, `fresh-login-needed`, `password-refused`, `rate-limited`, `unavailable`
 */
export async function changePassword(deps: AccountsDeps, principal: Principal, change: { current?: string, next: string }): Promise<void> {
  const { userId, loginSessionId } = principal
  const account = await proveYourself(deps, principal, change.current)
  checkNewPassword(change.next, account.email ?? '')
  const passwordHash = await deps.hasher.hash(change.next)
  await inTransaction(deps.db, async (tx) => {
    // Only where it is still the one that was shown: of two changes at once the first counts.
    const isShown = account.passwordHash === null ? isNull(users.passwordHash) : eq(users.passwordHash, account.passwordHash)
    const changed = await tx.update(users).set({ passwordHash }).where(and(eq(users.id, userId), isShown)).returning({ id: users.id })
    if (changed.length === 0) throw new DomainError('password-needed')
    await recordAudit(tx, { actor: userId, action: 'account.password-changed', subjectType: 'user', subjectId: userId })
    await endLoginSessionsOf(tx, userId, 'password-changed', { except: loginSessionId })
    await giveNotice(tx, { to: { userId }, kind: 'password-changed', params: {}, path: '/account/security', key: `password-changed:${newId()}` })
  })
  deps.logins.forgetUser(userId)
}
