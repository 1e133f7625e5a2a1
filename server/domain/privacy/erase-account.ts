import { and, asc, eq, isNull, sql } from 'drizzle-orm'
import type { Transaction } from '#drizzle/database.ts'
import { type UserRow, orders, users } from '#drizzle/schema/index.ts'
import { inTransaction } from '#drizzle/transaction.ts'
import { type AccountsDeps, type Principal, endLoginSessionsOf, proveYourself, recordAudit } from '#server/domain/accounts/index.ts'
import { deleteFiles, type FileStore } from '#server/domain/files/index.ts'
import type { HoldStore } from '#server/domain/inventory/index.ts'
import { leaveToLink, liveTicketsHandedTo } from '#server/domain/holders/index.ts'
import { fanOutNotices } from '#server/domain/notify/index.ts'
import { cancelOrder, handToGuest, liveTicketsOf } from '#server/domain/orders/index.ts'
import { DomainError } from '#shared/errors/domain-error.ts'
import { eventsThatNeedSomebody } from './events-alive.ts'
import { NOBODY, forgetPerson } from './forget-person.ts'

export interface EraseDeps {
  accounts: Pick<AccountsDeps, 'db' | 'limiter' | 'leniency' | 'hasher' | 'logins'>
  holds: HoldStore
  files: FileStore
  /** Seals the private links of orders that become a guest's. */
  guestKey: Buffer
}

export interface EraseWish {
  /** The password again; without one in the account a fresh login counts. */
  current?: string
  /** Where live tickets go: they stay valid and are shown by a private link from then on. */
  keepTicketsAt?: string
}

/**
 * Deletes an account (G-02): what says who somebody was is gone or replaced; orders, ledger and audit log, which tax law keeps, stay
 * under an id that leads to nobody. Unpaid orders are cancelled first.
 * @throws `password-needed`, `fresh-login-needed`, `rate-limited`, `tickets-alive`, `events-alive`, `last-admin`
 */
export async function eraseAccount(deps: EraseDeps, principal: Principal, wish: EraseWish): Promise<void> {
  const { userId } = principal
  const { db, logins } = deps.accounts
  await proveYourself(deps.accounts, principal, wish.current)
  await refuseWhereNeeded(db, userId, wish)
  await cancelUnpaid(deps, userId)
  const goneFiles = await inTransaction(db, async (tx) => {
    const person = await lockPerson(tx, userId)
    const live = await refuseWhereNeeded(tx, userId, wish)
    const handed = await liveTicketsHandedTo(tx, userId)
    const gone = await forgetPerson(tx, person)
    if (wish.keepTicketsAt) {
      await handToGuest(tx, deps.guestKey, [...live.keys()], { email: wish.keepTicketsAt, name: NOBODY.name })
      await leaveToLink(tx, deps.guestKey, handed, { email: wish.keepTicketsAt, name: NOBODY.name, locale: person.locale })
    }
    await endLoginSessionsOf(tx, userId, 'erased')
    await recordAudit(tx, { actor: userId, action: 'account.erased', subjectType: 'user', subjectId: userId, fromState: person.role, toState: 'erased', details: { ordersHandedOn: live.size } })
    await sayGoodbye(tx, person, wish.keepTicketsAt, live)
    return gone
  })
  logins.forgetUser(userId)
  await deleteFiles(deps.files, goneFiles)
}

/** @returns the tickets of his orders that still open a door, by order */
async function refuseWhereNeeded(db: Transaction | AccountsDeps['db'], userId: string, wish: EraseWish): Promise<Map<string, number>> {
  const events = await eventsThatNeedSomebody(db, userId)
  if (events > 0) throw new DomainError('events-alive', { events })
  const live = await liveTicketsOf(db, userId)
  const tickets = [...live.values()].reduce((sum, n) => sum + n, 0) + (await liveTicketsHandedTo(db, userId)).length
  if (tickets > 0 && !wish.keepTicketsAt) throw new DomainError('tickets-alive', { tickets })
  return live
}

/** What might yet be paid for would belong to nobody. */
async function cancelUnpaid({ accounts: { db }, holds }: EraseDeps, userId: string): Promise<void> {
  const unpaid = await db.select({ id: orders.id }).from(orders).where(and(eq(orders.userId, userId), eq(orders.state, 'pending')))
  for (const { id } of unpaid) {
    await cancelOrder({ db, holds }, { userId, guestSecret: null }, id).catch((problem: unknown) => {
      // Paid in this very moment: then it counts as paid, below.
      if (!(problem instanceof DomainError && problem.code === 'illegal-transition')) throw problem
    })
  }
}

/** All admins first, always in the same order: of two who leave at once, the second is the last. */
async function lockPerson(tx: Transaction, userId: string): Promise<UserRow> {
  const admins = await tx.select({ id: users.id }).from(users)
    .where(and(eq(users.role, 'admin'), isNull(users.disabledAt), isNull(users.erasedAt))).orderBy(asc(users.id)).for('update')
  const [person] = await tx.select().from(users).where(and(eq(users.id, userId), isNull(users.erasedAt))).for('update')
  if (!person) throw new DomainError('login-required')
  if (person.role === 'admin' && !admins.some(admin => admin.id !== userId)) throw new DomainError('last-admin')
  const [unpaid] = await tx.select({ count: sql<number>`count(*)::int` }).from(orders).where(and(eq(orders.userId, userId), eq(orders.state, 'pending'), sql`${orders.expiresAt} > now()`))
  if (unpaid!.count > 0) throw new DomainError('unavailable', { retryAfterSeconds: 2 })
  return person
}

/** One last mail, so that nobody's account ends without his hearing of it. Straight to the post: no message in between keeps the address. */
async function sayGoodbye(tx: Transaction, person: UserRow, keepTicketsAt: string | undefined, live: Map<string, number>): Promise<void> {
  const email = person.email ?? keepTicketsAt
  if (!email) return
  const tickets = [...live.values()].reduce((sum, n) => sum + n, 0)
  await fanOutNotices(tx, [{ to: { email, locale: person.locale }, kind: 'account-erased', params: { tickets }, key: `account-erased:${person.id}` }])
}
