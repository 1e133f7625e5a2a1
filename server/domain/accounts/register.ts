import { and, eq, isNull } from 'drizzle-orm'
import { inTransaction } from '#drizzle/transaction.ts'
import { users } from '#drizzle/schema/index.ts'
import type { RegisterInput } from '#shared/api/accounts.ts'
import type { ChallengeReply } from '#shared/api/identity.ts'
import { choose, rememberZone } from '#server/domain/notify/index.ts'
import { DomainError } from '#shared/errors/domain-error.ts'
import type { Locale } from '#shared/text/local-text.ts'
import type { AccountsDeps } from './accounts-deps.ts'
import { answerChallenge, closeChallenge, openChallenge } from './challenge.ts'
import { challengeReplyOf, requireChannel, sendCode } from './code-message.ts'
import { type LoginOrigin, openLoginSession } from './login-session.ts'
import { type OpenedLogin, withTokens } from './login-tokens.ts'
import { createAccount } from './new-account.ts'
import { newCode } from './one-time-code.ts'
import { checkNewPassword } from './password-policy.ts'
import type { LoginTokens } from './refresh.ts'
import { countAnswer, countRegisterTry } from './try-limits.ts'

/** The account that waits for its e-mail to be proven. The password is in it as a hash only. */
interface Waiting { passwordHash: string, displayName: string, locale: Locale, wantsTips?: boolean, timeZone?: string }

/**
 * Asks whoever registers for the code that goes to the e-mail. Until it comes back nothing is in `users`. Where there is an account
 * with this e-mail already, the same is done and answered, but no code is right, and its owner is written to instead (S-10).
 * @throws `rate-limited`, `password-refused`, `mail-not-set-up`, `unavailable`
 */
export async function register(deps: AccountsDeps, input: RegisterInput & { locale: Locale }, network: string): Promise<ChallengeReply> {
  await countRegisterTry(deps, input.email, network)
  checkNewPassword(input.password, input.email)
  requireChannel(deps.channels, 'mail')
  // Before the transaction, because it is slow, and for taken e-mails too, so that the time of the answer says nothing.
  const passwordHash = await deps.hasher.hash(input.password)
  const payload = { passwordHash, displayName: input.displayName, locale: input.locale, ...input.wantsTips ? { wantsTips: true, timeZone: input.timeZone } : {} } satisfies Waiting

  return await inTransaction(deps.db, async (tx) => {
    // One that an import brought is nobody's yet: whoever has the code has it.
    const [known] = await tx.select({ id: users.id, locale: users.locale }).from(users).where(and(eq(users.email, input.email), isNull(users.unclaimedSince)))
    const code = newCode()
    const id = await openChallenge(tx, deps.keys.codes, { purpose: 'register', target: input.email, answer: code, isAnswerable: !known, payload })
    await sendCode(tx, id, { channel: 'mail', address: input.email, kind: known ? 'register-known' : 'register-code', code: known ? null : code, locale: known?.locale ?? input.locale, userId: known?.id })
    return challengeReplyOf(deps.channels, id)
  })
}

/**
 * Makes the account that waited for this code, with its welcome points, and logs in.
 * @throws `code-wrong`, `rate-limited`, `email-taken` where somebody proved to own the e-mail in the meantime
 */
export async function confirmRegistration(deps: AccountsDeps, answer: { challengeId: string, code: string }, network: string, origin: LoginOrigin): Promise<LoginTokens> {
  await countAnswer(deps, network)
  const challenge = await answerChallenge(deps.db, deps.keys.codes, 'register', answer.challengeId, answer.code)
  const waiting = challenge.payload as unknown as Waiting
  const opened = await inTransaction(deps.db, async (tx): Promise<OpenedLogin> => {
    await closeChallenge(tx, challenge.id)
    const account = await createAccount(tx, deps, { ...waiting, email: challenge.target, method: 'password' })
    if (!account) throw new DomainError('email-taken')
    // Whoever asked for it has proven by the code that the address is his.
    if (waiting.wantsTips) await choose(tx, account.userId, 'show-tips', 'mail', true)
    if (waiting.timeZone) await rememberZone(tx, account.userId, waiting.timeZone)
    return await openLoginSession(tx, account.userId, origin, { method: 'password', hasSecondFactor: false })
  })
  return await withTokens(deps, opened)
}
