import { and, eq, inArray, isNull, sql } from 'drizzle-orm'
import { inTransaction } from '#drizzle/transaction.ts'
import { challenges } from '#drizzle/schema/index.ts'
import type { Dispatch } from '#server/domain/notify/index.ts'
import type { ChallengeReply } from '#shared/api/identity.ts'
import { DomainError } from '#shared/errors/domain-error.ts'
import type { Locale } from '#shared/text/local-text.ts'
import type { AccountsDeps } from './accounts-deps.ts'
import { type ChallengePurpose, openChallenge } from './challenge.ts'
import { challengeReplyOf, requireChannel, sendCode } from './code-message.ts'
import { newCode } from './one-time-code.ts'
import { countCodeSent } from './try-limits.ts'

/** What the code of each purpose travels by. */
const MESSAGES: Partial<Record<ChallengePurpose, Pick<Dispatch, 'channel' | 'kind'>>> = {
  'register': { channel: 'mail', kind: 'register-code' },
  'login-phone': { channel: 'sms', kind: 'login-code' },
  'change-email': { channel: 'mail', kind: 'email-code' },
  'change-phone': { channel: 'sms', kind: 'phone-code' }
}
const PURPOSES = Object.keys(MESSAGES)

/**
 * Another code for the same question; the one before is dead. Within an hour of asking, and not twice in a minute. `userId` is who
 * is logged in: what somebody wants to change of his account is nobody else's question.
 * @throws `not-found`, `rate-limited`
 */
export async function resendCode(deps: AccountsDeps, challengeId: string, userId: string | null, network: string): Promise<ChallengeReply> {
  const [asked] = await deps.db.select().from(challenges)
    .where(and(eq(challenges.id, challengeId), inArray(challenges.purpose, PURPOSES), isNull(challenges.closedAt), sql`${challenges.createdAt} > clock_timestamp() - interval '1 hour'`))
  const purpose = asked?.purpose as ChallengePurpose
  const message = asked && MESSAGES[purpose]
  if (!message || (asked.userId !== null && asked.userId !== userId)) throw new DomainError('not-found')
  requireChannel(deps.channels, message.channel)
  await countCodeSent(deps, asked.target, network)

  return await inTransaction(deps.db, async (tx) => {
    const isAnswerable = asked.codeHash !== null
    const code = newCode()
    const id = await openChallenge(tx, deps.keys.codes, { purpose, target: asked.target, userId: asked.userId ?? undefined, answer: code, isAnswerable, payload: asked.payload, isPaced: true })
    await sendCode(tx, id, { ...message, kind: isAnswerable ? message.kind : 'register-known', address: asked.target, code: isAnswerable ? code : null, locale: localeOf(asked.payload), userId: asked.userId ?? undefined })
    return challengeReplyOf(deps.channels, id)
  })
}

function localeOf(payload: Record<string, unknown>): Locale {
  return payload.locale === 'zh' ? 'zh' : 'en'
}
