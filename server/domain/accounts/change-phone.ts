import { and, eq, isNotNull, or, sql } from 'drizzle-orm'
import { inTransaction, sqlState } from '#drizzle/transaction.ts'
import { oauthIdentities, users } from '#drizzle/schema/index.ts'
import { giveNotice } from '#server/domain/notify/index.ts'
import type { ChallengeReply } from '#shared/api/identity.ts'
import { DomainError } from '#shared/errors/domain-error.ts'
import { newId } from '#shared/ids/id.ts'
import type { Locale } from '#shared/text/local-text.ts'
import type { AccountsDeps } from './accounts-deps.ts'
import { recordAudit } from './audit.ts'
import { answerChallenge, closeChallenge, openChallenge } from './challenge.ts'
import { challengeReplyOf, requireChannel, sendCode } from './code-message.ts'
import { giveWay } from './give-way.ts'
import { newCode } from './one-time-code.ts'
import { mobileNumber } from './phone-number.ts'
import type { Principal } from './principal.ts'
import { proveYourself } from './prove-yourself.ts'
import { countAnswer, countCodeSent } from './try-limits.ts'

/**
 * Sends a code to a phone that is to be added, or to take the place of the old one.
 * @throws `phone-invalid`, `password-needed`, `fresh-login-needed`, `rate-limited`, `mail-not-set-up`
 */
export async function askNewPhone(deps: AccountsDeps, principal: Principal, input: { phone: string, country?: string, current?: string, locale: Locale }, network: string): Promise<ChallengeReply> {
  const phone = mobileNumber(input.phone, input.country)
  await proveYourself(deps, principal, input.current)
  requireChannel(deps.channels, 'sms')
  await countCodeSent(deps, phone, network)
  return await inTransaction(deps.db, async (tx) => {
    const code = newCode()
    const id = await openChallenge(tx, deps.keys.codes, { purpose: 'change-phone', target: phone, userId: principal.userId, answer: code, payload: { locale: input.locale }, isPaced: true })
    await sendCode(tx, id, { channel: 'sms', address: phone, kind: 'phone-code', code, locale: input.locale, userId: principal.userId })
    return challengeReplyOf(deps.channels, id)
  })
}

/** Takes the phone as the account's own. @throws `code-wrong`, `rate-limited`, `address-taken` */
export async function changePhone(deps: AccountsDeps, principal: Principal, answer: { challengeId: string, code: string }, network: string): Promise<void> {
  await countAnswer(deps, network)
  const challenge = await answerChallenge(deps.db, deps.keys.codes, 'change-phone', answer.challengeId, answer.code)
  const { userId } = principal
  if (challenge.userId !== userId) throw new DomainError('code-wrong')
  await inTransaction(deps.db, async (tx) => {
    await closeChallenge(tx, challenge.id)
    await giveWay(tx, { phone: challenge.target })
    await tx.update(users).set({ phone: challenge.target, phoneVerifiedAt: sql`now()` }).where(eq(users.id, userId))
    await recordAudit(tx, { actor: userId, action: 'account.phone-changed', subjectType: 'user', subjectId: userId })
    await giveNotice(tx, { to: { userId }, kind: 'phone-changed', params: { phone: `… ${challenge.target.slice(-4)}` }, path: '/account/security', key: `phone-changed:${challenge.id}` })
  }).catch((error: unknown) => {
    throw sqlState(error) === UNIQUE_VIOLATION ? new DomainError('address-taken') : error
  })
}

/** Takes the phone away, where another way in is left. @throws `last-way-in`, `password-needed`, `fresh-login-needed` */
export async function removePhone(deps: AccountsDeps, principal: Principal, current: string | undefined): Promise<void> {
  const { userId } = principal
  const account = await proveYourself(deps, principal, current)
  if (account.phone === null) return
  await inTransaction(deps.db, async (tx) => {
    const byIdentity = sql`exists (select 1 from ${oauthIdentities} where ${oauthIdentities.userId} = ${users.id})`
    // The house must be able to write to everybody, so an e-mail has to be there; by itself it lets in who has proven it.
    const removed = await tx.update(users).set({ phone: null, phoneVerifiedAt: null })
      .where(and(eq(users.id, userId), isNotNull(users.email), or(isNotNull(users.emailVerifiedAt), isNotNull(users.passwordHash), byIdentity)))
      .returning({ id: users.id })
    if (removed.length === 0) throw new DomainError('last-way-in')
    await recordAudit(tx, { actor: userId, action: 'account.phone-removed', subjectType: 'user', subjectId: userId })
    await giveNotice(tx, { to: { userId }, kind: 'phone-changed', params: {}, path: '/account/security', key: `phone-changed:${newId()}` })
  })
}

const UNIQUE_VIOLATION = '23505'
