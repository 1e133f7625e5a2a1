import { and, eq, isNull, sql } from 'drizzle-orm'
import { Secret } from 'otpauth'
import type { Transaction } from '#drizzle/database.ts'
import { inTransaction } from '#drizzle/transaction.ts'
import { loginSessions, totpSecrets } from '#drizzle/schema/index.ts'
import { giveNotice } from '#server/domain/notify/index.ts'
import { DomainError } from '#shared/errors/domain-error.ts'
import { newId } from '#shared/ids/id.ts'
import { open, seal } from '#shared/secrets/sealed.ts'
import type { AccountsDeps } from './accounts-deps.ts'
import { recordAudit } from './audit.ts'
import type { Principal } from './principal.ts'
import { proveYourself } from './prove-yourself.ts'
import { hashRecoveryCode, newRecoveryCodes } from './recovery-codes.ts'
import { matchingStep, totpOf, useSecondFactor } from './second-factor.ts'
import { countSecondFactor } from './try-limits.ts'

/**
 * Makes a secret for the authenticator app; nothing asks for it before its first code has come back. Beginning again makes another.
 * @throws `password-needed`, `fresh-login-needed`, `illegal-transition` where it is on already
 */
export async function beginTotp(deps: AccountsDeps, principal: Principal, current: string | undefined): Promise<{ secret: string, uri: string }> {
  const { userId } = principal
  const account = await proveYourself(deps, principal, current)
  // 160 bits, as RFC 4226 recommends.
  const secret = new Secret({ size: 20 })
  const secretSealed = seal(deps.keys.totp, secret.base32, userId)
  const begun = await deps.db.insert(totpSecrets).values({ userId, secretSealed })
    .onConflictDoUpdate({ target: totpSecrets.userId, set: { secretSealed, lastStep: 0, createdAt: sql`now()` }, setWhere: isNull(totpSecrets.confirmedAt) })
    .returning({ userId: totpSecrets.userId })
  if (begun.length === 0) throw new DomainError('illegal-transition', { state: 'on' })
  return { secret: secret.base32, uri: totpOf(secret, account.email ?? account.phone ?? 'Foyer').toString() }
}

/**
 * Turns the second factor on by its first code. The login session that does it counts as having shown it.
 * @returns ten recovery codes, which are shown once @throws `code-wrong`, `rate-limited`
 */
export async function confirmTotp(deps: AccountsDeps, principal: Principal, code: string): Promise<string[]> {
  const { userId, loginSessionId } = principal
  await countSecondFactor(deps, `confirm:${userId}`)
  const recoveryCodes = newRecoveryCodes()
  await inTransaction(deps.db, async (tx) => {
    const mine = and(eq(totpSecrets.userId, userId), isNull(totpSecrets.confirmedAt))
    const [begun] = await tx.select({ secretSealed: totpSecrets.secretSealed }).from(totpSecrets).where(mine).for('update')
    const step = begun ? matchingStep(open(deps.keys.totp, begun.secretSealed, userId), code) : null
    if (step === null) throw new DomainError('code-wrong')
    await tx.update(totpSecrets).set({
      confirmedAt: sql`now()`, lastStep: step, recoveryHashes: recoveryCodes.map(recovery => hashRecoveryCode(deps.keys.recovery, userId, recovery))
    }).where(mine)
    await tx.update(loginSessions).set({ secondFactorAt: sql`now()` }).where(eq(loginSessions.id, loginSessionId))
    await tell(tx, userId, true)
  })
  deps.logins.forgetUser(userId)
  return recoveryCodes
}

/**
 * Turns the second factor off by one of its codes. No login session counts as having shown one any more.
 * @throws `code-wrong`, `rate-limited`
 */
export async function endTotp(deps: AccountsDeps, principal: Principal, code: string): Promise<void> {
  const { userId } = principal
  await countSecondFactor(deps, `end:${userId}`)
  await inTransaction(deps.db, async (tx) => {
    if (!await useSecondFactor(tx, deps.keys, userId, code)) throw new DomainError('code-wrong')
    await tx.delete(totpSecrets).where(eq(totpSecrets.userId, userId))
    await tx.update(loginSessions).set({ secondFactorAt: null }).where(eq(loginSessions.userId, userId))
    await tell(tx, userId, false)
  })
  deps.logins.forgetUser(userId)
}

async function tell(tx: Transaction, userId: string, isOn: boolean): Promise<void> {
  await recordAudit(tx, { actor: userId, action: isOn ? 'account.totp-on' : 'account.totp-off', subjectType: 'user', subjectId: userId })
  await giveNotice(tx, { to: { userId }, kind: 'totp-changed', params: { isOn }, path: '/account/security', key: `totp-changed:${newId()}` })
}
