import { and, asc, eq, isNull } from 'drizzle-orm'
import type { Database, Transaction } from '#drizzle/database.ts'
import { inTransaction } from '#drizzle/transaction.ts'
import { type UserRow, users } from '#drizzle/schema/index.ts'
import type { LoginCache } from '#server/domain/accounts/index.ts'
import { DomainError } from '#shared/errors/domain-error.ts'

export interface PeopleDeps { db: Database, logins: Pick<LoginCache, 'forgetUser'> }

export interface Act {
  person: UserRow
  /** Whether the house would still have an admin if this person were none. */
  hasOtherAdmin: boolean
}

/**
 * Something that an admin does to somebody else's account, in one transaction. All admins are locked, always in the same order:
 * of two admins who demote each other, the second sees what the first has done. Afterwards nothing is remembered of the person.
 * @throws `not-yourself`, `not-found`, `not-allowed` where the caller has just stopped being an admin
 */
export async function actOn<T>(deps: PeopleDeps, adminId: string, userId: string, work: (tx: Transaction, act: Act) => Promise<T>): Promise<T> {
  if (adminId === userId) throw new DomainError('not-yourself')
  const result = await inTransaction(deps.db, async (tx) => {
    const admins = await tx.select({ id: users.id }).from(users)
      .where(and(eq(users.role, 'admin'), isNull(users.disabledAt), isNull(users.erasedAt))).orderBy(asc(users.id)).for('update')
    if (!admins.some(admin => admin.id === adminId)) throw new DomainError('not-allowed')
    const [person] = await tx.select().from(users).where(and(eq(users.id, userId), isNull(users.erasedAt))).for('update')
    if (!person) throw new DomainError('not-found')
    return await work(tx, { person, hasOtherAdmin: admins.some(admin => admin.id !== userId) })
  })
  deps.logins.forgetUser(userId)
  return result
}
