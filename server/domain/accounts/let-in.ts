import { eq } from 'drizzle-orm'
import type { Transaction } from '#drizzle/database.ts'
import { inTransaction } from '#drizzle/transaction.ts'
import { users } from '#drizzle/schema/index.ts'
import { DomainError } from '#shared/errors/domain-error.ts'
import type { AccountsDeps } from './accounts-deps.ts'
import { closeChallenge, countTry, openChallenge } from './challenge.ts'
import { type LoginOrigin, openLoginSession } from './login-session.ts'
import { type OpenedLogin, withTokens } from './login-tokens.ts'
import type { LoginTokens } from './refresh.ts'
import { hasSecondFactor, useSecondFactor } from './second-factor.ts'
import { countAnswer, countSecondFactor } from './try-limits.ts'

/** What somebody gets who has shown a first factor: a login session, or a question for the second. */
export type Entry = { step: 'done', opened: OpenedLogin } | { step: 'second-factor', challengeId: string }
/** The same, with tokens to carry. */
export type LoginStep = { step: 'done', tokens: LoginTokens } | { step: 'second-factor', challengeId: string }

/**
 * Lets in whoever has just proven to be this account by `method` (`code`, `google`, `wechat`), in the transaction of the proof.
 * Call `finishEntry` afterwards. @throws `login-failed` where the account is disabled
 */
export async function letIn(tx: Transaction, deps: Pick<AccountsDeps, 'keys'>, userId: string, method: string, origin: LoginOrigin): Promise<Entry> {
  const [user] = await tx.select({ disabledAt: users.disabledAt, erasedAt: users.erasedAt }).from(users).where(eq(users.id, userId))
  if (!user || user.disabledAt || user.erasedAt) throw new DomainError('login-failed')
  if (!await hasSecondFactor(tx, userId)) return { step: 'done', opened: await openLoginSession(tx, userId, origin, { method, hasSecondFactor: false }) }
  // No code is sent: the right answer is what the authenticator app shows.
  return { step: 'second-factor', challengeId: await openChallenge(tx, deps.keys.codes, { purpose: 'second-factor', target: userId, userId, answer: null, payload: { method } }) }
}

/** Signs the tokens of an entry, once its transaction has ended. */
export async function finishEntry(deps: Pick<AccountsDeps, 'accessTokens'>, entry: Entry): Promise<LoginStep> {
  return entry.step === 'done' ? { step: 'done', tokens: await withTokens(deps, entry.opened) } : entry
}

/** The second step of a login: six digits of the authenticator app, or a recovery code. @throws `code-wrong`, `rate-limited` */
export async function showSecondFactor(deps: AccountsDeps, answer: { challengeId: string, code: string }, network: string, origin: LoginOrigin): Promise<LoginTokens> {
  await countAnswer(deps, network)
  const challenge = await countTry(deps.db, 'second-factor', answer.challengeId)
  if (!challenge) throw new DomainError('code-wrong', { triesLeft: 0 })
  const userId = challenge.target
  await countSecondFactor(deps, userId)
  const opened = await inTransaction(deps.db, async (tx) => {
    if (!await useSecondFactor(tx, deps.keys, userId, answer.code)) throw new DomainError('code-wrong')
    await closeChallenge(tx, challenge.id)
    const method = typeof challenge.payload.method === 'string' ? challenge.payload.method : 'code'
    return await openLoginSession(tx, userId, origin, { method, hasSecondFactor: true })
  })
  return await withTokens(deps, opened)
}
