import { and, desc, eq, isNull, lt, sql } from 'drizzle-orm'
import type { Database, Queryable, Transaction } from '#drizzle/database.ts'
import { challenges } from '#drizzle/schema/index.ts'
import { DomainError } from '#shared/errors/domain-error.ts'
import { newId } from '#shared/ids/id.ts'
import { hashAnswer, isSameHash } from './one-time-code.ts'

/** A code lives so long, may be tried so often, and may be asked for anew after so long. */
export const CODE_SECONDS = 10 * 60
export const RESEND_SECONDS = 60
export const MOST_TRIES = 5

export type ChallengePurpose = 'register' | 'login-phone' | 'change-email' | 'change-phone' | 'reset-password' | 'second-factor'
export type ChallengeRow = typeof challenges.$inferSelect

export interface Question {
  purpose: ChallengePurpose
  /** The e-mail, the phone (E.164) or the user id that is asked. */
  target: string
  userId?: string
  /** Null where somebody else knows the right answer: an authenticator app. */
  answer: string | null
  /** False: no answer is right, and nobody can tell so from outside, not even by the time it takes (S-10, S-11). */
  isAnswerable?: boolean
  payload?: Record<string, unknown>
  /** How long the answer is taken; ten minutes unless told. */
  seconds?: number
  /** Refuses where the same was asked less than a minute ago: messages cost money and patience. */
  isPaced?: boolean
}

/**
 * Asks. Older questions of the same purpose, target and asker end here; two that come together are put in order by a lock.
 * @returns its id @throws `rate-limited`
 */
export async function openChallenge(tx: Transaction, codeKey: Uint8Array, question: Question): Promise<string> {
  const { purpose, target, userId, answer, isAnswerable = true, payload = {}, seconds = CODE_SECONDS } = question
  await tx.execute(sql`select pg_advisory_xact_lock(hashtextextended(${`challenge:${purpose}:${target}`}, 0))`)
  if (question.isPaced) await refuseHaste(tx, purpose, target)
  await tx.update(challenges).set({ closedAt: sql`clock_timestamp()`, payload: {} })
    .where(and(eq(challenges.purpose, purpose), eq(challenges.target, target), userId ? eq(challenges.userId, userId) : isNull(challenges.userId), isNull(challenges.closedAt)))
  const id = newId()
  const codeHash = answer === null ? null : hashAnswer(codeKey, id, answer)
  await tx.insert(challenges).values({
    id, purpose, target, userId: userId ?? null, payload,
    codeHash: isAnswerable ? codeHash : null, expiresAt: sql`clock_timestamp() + make_interval(secs => ${seconds})`
  })
  return id
}

/**
 * The question, if `answer` is right. The try is counted first and for itself, whatever becomes of it, so that any number of
 * guesses at once gets five looks (S-13).
 * @throws `code-wrong`
 */
export async function answerChallenge(db: Database, codeKey: Uint8Array, purpose: ChallengePurpose, id: string, answer: string): Promise<ChallengeRow> {
  const found = await countTry(db, purpose, id)
  const given = hashAnswer(codeKey, id, answer)
  if (!found?.codeHash || !isSameHash(found.codeHash, given)) throw new DomainError('code-wrong', { triesLeft: found ? MOST_TRIES - found.tries : 0 })
  return found
}

/** Counts one more try of a question that is open; null where it is none, was answered, or has been tried too often. */
export async function countTry(db: Database, purpose: ChallengePurpose, id: string): Promise<ChallengeRow | null> {
  const [row] = await db.update(challenges).set({ tries: sql`${challenges.tries} + 1` })
    .where(and(eq(challenges.id, id), eq(challenges.purpose, purpose), lt(challenges.tries, MOST_TRIES), isOpen))
    .returning()
  return row ?? null
}

/** Uses the question up, in the transaction of what its answer does. @throws `code-wrong` where somebody else was faster */
export async function closeChallenge(tx: Transaction, id: string): Promise<void> {
  const closed = await tx.update(challenges).set({ closedAt: sql`clock_timestamp()`, payload: {} }).where(and(eq(challenges.id, id), isOpen)).returning({ id: challenges.id })
  if (closed.length === 0) throw new DomainError('code-wrong', { triesLeft: 0 })
}

const isOpen = sql`${challenges.closedAt} is null and ${challenges.expiresAt} > clock_timestamp()`

async function refuseHaste(db: Queryable, purpose: ChallengePurpose, target: string): Promise<void> {
  const [newest] = await db.select({ ageSeconds: sql<number>`extract(epoch from clock_timestamp() - ${challenges.createdAt})::float8` }).from(challenges)
    .where(and(eq(challenges.purpose, purpose), eq(challenges.target, target))).orderBy(desc(challenges.createdAt)).limit(1)
  if (newest && newest.ageSeconds < RESEND_SECONDS) throw new DomainError('rate-limited', { retryAfterSeconds: Math.ceil(RESEND_SECONDS - newest.ageSeconds) })
}
