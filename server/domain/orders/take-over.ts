import { type SQL, and, eq, isNull, notInArray, sql } from 'drizzle-orm'
import type { Database, Queryable, Transaction } from '#drizzle/database.ts'
import { inTransaction } from '#drizzle/transaction.ts'
import { auditLog, orders, outbox, users } from '#drizzle/schema/index.ts'
import { DomainError } from '#shared/errors/domain-error.ts'
import { hashSecret } from './guest-secret.ts'
import { type OrderReader, ownOrder } from './order-access.ts'

/**
 * Takes a guest's order into the account of whoever shows its secret. From then on the account owns it and the link opens nothing. Once
 * is enough. Throws `not-found`, `order-in-account` where another account has it (of two at once one wins), `login-required`.
 */
export async function takeOver(db: Database, reader: OrderReader & { userId: string }, orderId: string): Promise<void> {
  await inTransaction(db, async (tx) => {
    const order = await ownOrder(tx, reader, orderId)
    if (order.userId) return
    const taken = await moveIntoAccount(tx, reader.userId, and(eq(orders.id, orderId), eq(orders.guestSecretHash, hashSecret(reader.guestSecret!))))
    // Somebody was faster: himself in another tab, or another account.
    if (taken === 0) await ownOrder(tx, reader, orderId)
  })
}

/** How many orders somebody bought as a guest with the address that he has proved to be his; zero where he has proved none. */
export async function guestOrdersOf(db: Queryable, userId: string): Promise<number> {
  const address = await provenAddress(db, userId)
  if (!address) return 0
  const [row] = await db.select({ n: sql<number>`count(*)::int` }).from(orders).where(ofGuest(address))
  return row!.n
}

/** Takes them all into his account. @returns how many */
export async function takeOverAll(db: Database, userId: string): Promise<number> {
  return await inTransaction(db, async (tx) => {
    const address = await provenAddress(tx, userId)
    return address ? await moveIntoAccount(tx, userId, ofGuest(address)) : 0
  })
}

/** What came to nothing is of no use to anybody. */
const ofGuest = (address: string) => and(eq(orders.contactEmail, address), isNull(orders.userId), notInArray(orders.state, ['expired', 'cancelled']))

async function provenAddress(db: Queryable, userId: string): Promise<string | null> {
  const [user] = await db.select({ email: users.email }).from(users).where(and(eq(users.id, userId), isNull(users.erasedAt), sql`${users.emailVerifiedAt} is not null`))
  return user?.email ?? null
}

/**
 * The only way in which a guest's order becomes an account's. The limit of tickets counts it for the account from now on, and still for
 * the address that it was bought with; tickets of a guest list are counted by none.
 */
async function moveIntoAccount(tx: Transaction, userId: string, which: SQL | undefined): Promise<number> {
  // An account that is being deleted is waited for: nobody could show tickets of it.
  const [account] = await tx.select({ id: users.id }).from(users).where(and(eq(users.id, userId), isNull(users.erasedAt))).for('key share')
  if (!account) throw new DomainError('login-required')
  const taken = await tx.update(orders).set({
    userId, guestSecretHash: null, guestSecretSealed: null, formerSecretHash: sql`${orders.guestSecretHash}`,
    personKey: sql`case when ${orders.personKey} like 'guest-list:%' then ${orders.personKey} else ${`user:${userId}`} end`
  }).where(and(isNull(orders.userId), which)).returning({ id: orders.id })
  if (taken.length === 0) return 0
  await tx.insert(auditLog).values(taken.map(({ id }) => ({ actor: userId, action: 'order.taken-over', subjectType: 'order', subjectId: id, details: { userId } })))
  await tx.insert(outbox).values(taken.map(({ id }) => ({ topic: 'order.taken-over', key: id, payload: { orderId: id, userId } })))
  return taken.length
}
