import { and, eq, isNull } from 'drizzle-orm'
import type { Transaction } from '#drizzle/database.ts'
import { inTransaction } from '#drizzle/transaction.ts'
import { users } from '#drizzle/schema/index.ts'
import type { ChallengeReply } from '#shared/api/identity.ts'
import { DomainError } from '#shared/errors/domain-error.ts'
import type { Locale } from '#shared/text/local-text.ts'
import type { AccountsDeps } from './accounts-deps.ts'
import { answerChallenge, closeChallenge, openChallenge } from './challenge.ts'
import { challengeReplyOf, requireChannel, sendCode } from './code-message.ts'
import { type LoginStep, finishEntry, letIn } from './let-in.ts'
import type { LoginOrigin } from './login-session.ts'
import { createAccount } from './new-account.ts'
import { newCode } from './one-time-code.ts'
import { mobileNumber } from './phone-number.ts'
import { countAnswer, countCodeSent } from './try-limits.ts'

/**
 * Sends a code to a phone, whether or not an account has it: that is looked at when the code comes back.
 * @throws `phone-invalid`, `rate-limited`, `mail-not-set-up`
 */
export async function askPhone(deps: AccountsDeps, input: { phone: string, country?: string, locale: Locale }, network: string): Promise<ChallengeReply> {
  const phone = mobileNumber(input.phone, input.country)
  requireChannel(deps.channels, 'sms')
  await countCodeSent(deps, phone, network)
  return await inTransaction(deps.db, async (tx) => {
    const code = newCode()
    const id = await openChallenge(tx, deps.keys.codes, { purpose: 'login-phone', target: phone, answer: code, payload: { locale: input.locale }, isPaced: true })
    await sendCode(tx, id, { channel: 'sms', address: phone, kind: 'login-code', code, locale: input.locale })
    return challengeReplyOf(deps.channels, id)
  })
}

/** Logs in by the code, or signs up where the phone is new. @throws `code-wrong`, `rate-limited`, `login-failed` where the account is disabled */
export async function loginByPhone(deps: AccountsDeps, answer: { challengeId: string, code: string, displayName?: string }, network: string, origin: LoginOrigin): Promise<LoginStep> {
  await countAnswer(deps, network)
  const challenge = await answerChallenge(deps.db, deps.keys.codes, 'login-phone', answer.challengeId, answer.code)
  const locale: Locale = challenge.payload.locale === 'zh' ? 'zh' : 'en'
  const entry = await inTransaction(deps.db, async (tx) => {
    await closeChallenge(tx, challenge.id)
    const userId = await accountOfPhone(tx, deps, challenge.target, answer.displayName, locale)
    return await letIn(tx, deps, userId, 'code', origin)
  })
  return await finishEntry(deps, entry)
}

async function accountOfPhone(tx: Transaction, deps: AccountsDeps, phone: string, displayName: string | undefined, locale: Locale): Promise<string> {
  const find = async () => (await tx.select({ id: users.id }).from(users).where(and(eq(users.phone, phone), isNull(users.unclaimedSince))))[0]?.id
  const known = await find()
  if (known) return known
  const made = await createAccount(tx, deps, { phone, displayName: displayName ?? nameByNumber(phone, locale), locale, method: 'code' })
  const userId = made?.userId ?? await find()
  if (!userId) throw new DomainError('unavailable', { retryAfterSeconds: 1 })
  return userId
}

/** What an account is called whose owner has not said yet. */
function nameByNumber(phone: string, locale: Locale): string {
  const end = phone.slice(-4)
  return locale === 'zh' ? `尾号${end}` : `Guest ${end}`
}
