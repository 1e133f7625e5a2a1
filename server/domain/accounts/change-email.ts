import { eq, sql } from 'drizzle-orm'
import { inTransaction, sqlState } from '#drizzle/transaction.ts'
import { users } from '#drizzle/schema/index.ts'
import { giveNotice } from '#server/domain/notify/index.ts'
import type { ChallengeReply } from '#shared/api/identity.ts'
import { DomainError } from '#shared/errors/domain-error.ts'
import type { Locale } from '#shared/text/local-text.ts'
import type { AccountsDeps } from './accounts-deps.ts'
import { recordAudit } from './audit.ts'
import { answerChallenge, closeChallenge, openChallenge } from './challenge.ts'
import { challengeReplyOf, requireChannel, sendCode } from './code-message.ts'
import { crownFirstAdmin } from './first-admin.ts'
import { giveWay } from './give-way.ts'
import { newCode } from './one-time-code.ts'
import type { Principal } from './principal.ts'
import { proveYourself } from './prove-yourself.ts'
import { countAnswer, countCodeSent } from './try-limits.ts'

/**
 * Sends a code to the new e-mail. Whether another account has it is said only to who brings the code back: to its owner (S-10).
 * @throws `password-needed`, `fresh-login-needed`, `rate-limited`, `mail-not-set-up`
 */
export async function askNewEmail(deps: AccountsDeps, principal: Principal, input: { email: string, current?: string, locale: Locale }, network: string): Promise<ChallengeReply> {
  await proveYourself(deps, principal, input.current)
  requireChannel(deps.channels, 'mail')
  await countCodeSent(deps, input.email, network)
  return await inTransaction(deps.db, async (tx) => {
    const code = newCode()
    const id = await openChallenge(tx, deps.keys.codes, { purpose: 'change-email', target: input.email, userId: principal.userId, answer: code, payload: { locale: input.locale } })
    await sendCode(tx, id, { channel: 'mail', address: input.email, kind: 'email-code', code, locale: input.locale, userId: principal.userId })
    return challengeReplyOf(deps.channels, id)
  })
}

/** Changes the e-mail and tells the old one. @throws `code-wrong`, `rate-limited`, `address-taken` */
export async function changeEmail(deps: AccountsDeps, principal: Principal, answer: { challengeId: string, code: string }, network: string): Promise<void> {
  await countAnswer(deps, network)
  const challenge = await answerChallenge(deps.db, deps.keys.codes, 'change-email', answer.challengeId, answer.code)
  const { userId } = principal
  if (challenge.userId !== userId) throw new DomainError('code-wrong')
  await inTransaction(deps.db, async (tx) => {
    await closeChallenge(tx, challenge.id)
    const [before] = await tx.select({ email: users.email, locale: users.locale }).from(users).where(eq(users.id, userId)).for('update')
    await giveWay(tx, { email: challenge.target })
    await tx.update(users).set({ email: challenge.target, emailVerifiedAt: sql`now()` }).where(eq(users.id, userId))
    await recordAudit(tx, { actor: userId, action: 'account.email-changed', subjectType: 'user', subjectId: userId })
    await crownFirstAdmin(tx, deps.firstAdmin, userId, challenge.target)
    const notice = { kind: 'email-changed' as const, params: { email: challenge.target }, path: '/account/security' }
    await giveNotice(tx, { ...notice, to: { userId }, key: `email-changed:${challenge.id}` })
    if (before?.email && before.email !== challenge.target) await giveNotice(tx, { ...notice, to: { email: before.email, locale: before.locale }, key: `email-changed:${challenge.id}:old` })
  }).catch((error: unknown) => {
    throw sqlState(error) === UNIQUE_VIOLATION ? new DomainError('address-taken') : error
  })
  deps.logins.forgetUser(userId)
}

const UNIQUE_VIOLATION = '23505'
