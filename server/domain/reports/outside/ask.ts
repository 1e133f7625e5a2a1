import { and, eq, inArray, sql } from 'drizzle-orm'
import type { Transaction } from '#drizzle/database.ts'
import { type ReportReceiverRow, reportReceivers } from '#drizzle/schema/index.ts'
import { inTransaction } from '#drizzle/transaction.ts'
import type { RateLimiter } from '#server/domain/accounts/index.ts'
import { dispatch } from '#server/domain/notify/index.ts'
import { DomainError } from '#shared/errors/domain-error.ts'
import { nameOfPublisher } from '../gather-report.ts'
import { type Caller, type OutsideDeps, auditReceiver, ownReceiver } from './owned.ts'
import { confirmHashOf, newConfirmToken } from './tokens.ts'
import { statesBefore } from './transitions.ts'

/** The link in the question is good for so long, in days; the mail itself is given up sooner. */
export const CONFIRM_DAYS = 7
const POST_SECONDS = 3 * 86_400
const DAY_SECONDS = 86_400
/** Questions a day: to one address, whoever asks; and by one person. */
const TO_ADDRESS = 3
const BY_PERSON = 40

/** Counts a question to an address. @throws `rate-limited` */
export async function countAsk(limiter: RateLimiter, userId: string, emailHash: string): Promise<void> {
  for (const [key, limit] of [[`report-ask:by:${userId}`, BY_PERSON], [`report-ask:to:${emailHash}`, TO_ADDRESS]] as const) {
    const { allowed, retryAfterSeconds } = await limiter.hit(key, limit, DAY_SECONDS)
    if (!allowed) throw new DomainError('rate-limited', { retryAfterSeconds })
  }
}

/** Asks an address once more: the link of the mail before is void then. @throws `not-found`, `illegal-transition` (it gets them already, or ended them), `rate-limited` */
export async function askAgain(deps: OutsideDeps, caller: Caller, id: string): Promise<void> {
  const { emailHash } = await inTransaction(deps.db, tx => ownReceiver(tx, caller, id))
  await countAsk(deps.limiter, caller.userId, emailHash)
  await inTransaction(deps.db, async (tx) => {
    const before = await ownReceiver(tx, caller, id)
    const asked = askWhetherWanted()
    const [row] = await tx.update(reportReceivers).set({ ...asked.columns, state: 'unconfirmed', asks: sql`${reportReceivers.asks} + 1` })
      // Whoever has ended them has to be put on the list anew, after a while.
      .where(and(eq(reportReceivers.id, id), inArray(reportReceivers.state, ['unconfirmed', ...statesBefore('unconfirmed').filter(state => state !== 'stopped')]))).returning()
    if (!row) throw new DomainError('illegal-transition', { state: before.state })
    await asked.send(tx, row)
    await auditReceiver(tx, caller.userId, 'report-receiver.asked', row, before.state)
  })
}

/** A question with a fresh link: what the row remembers of it, and the mail that brings it. */
export function askWhetherWanted() {
  const token = newConfirmToken()
  return {
    columns: { confirmHash: confirmHashOf(token), confirmUntil: sql`now() + make_interval(days => ${CONFIRM_DAYS})` },
    send: async (tx: Transaction, row: ReportReceiverRow) => {
      const publisher = row.ownerId ? await nameOfPublisher(tx, row.ownerId) : null
      await dispatch(tx, {
        channel: 'mail', address: row.email!, kind: 'report-confirm', locale: row.locale, usefulSeconds: POST_SECONDS, key: askKeyOf(row),
        params: { token, receiverId: row.id, ...publisher ? { publisherEn: publisher.en, publisherZh: publisher.zh } : {}, when: whenOf(row) }
      })
    }
  }
}

/** `<this> mail <address>` is the key of the delivery. */
export const askKeyOf = ({ id, asks }: Pick<ReportReceiverRow, 'id' | 'asks'>) => `report-confirm:${id}:${asks}`

const whenOf = ({ isMonthly, isWeekly }: ReportReceiverRow) => isMonthly && isWeekly ? 'both' : isMonthly ? 'month' : 'week'
