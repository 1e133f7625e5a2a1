import { and, eq, isNull, ne, sql } from 'drizzle-orm'
import type { Database, Transaction } from '#drizzle/database.ts'
import { users } from '#drizzle/schema/index.ts'
import { giveNotice } from '#server/domain/notify/index.ts'
import { newId } from '#shared/ids/id.ts'
import { recordAudit } from './audit.ts'

/**
 * Makes the account admin whose e-mail, proven just now, is the one that the house's settings name, while there is no admin.
 * From then on admins make admins.
 */
export async function crownFirstAdmin(tx: Transaction, firstAdmin: string | null, userId: string, email: string): Promise<void> {
  if (firstAdmin === null || email !== firstAdmin) return
  await tx.execute(sql`select pg_advisory_xact_lock(hashtextextended('first-admin', 0))`)
  const [crowned] = await tx.update(users).set({ role: 'admin' })
    .where(and(eq(users.id, userId), sql`not exists (select 1 from ${users} as others where others.role = 'admin' and others.disabled_at is null and others.erased_at is null)`))
    .returning({ id: users.id })
  if (crowned) await recordRole(tx, 'first-admin', userId)
}

/** Makes an account admin because whoever runs the house says so on its command line. @returns what came of it */
export function makeAdmin(db: Database, email: string): Promise<'made' | 'was-admin' | 'no-account'> {
  return db.transaction(async (tx) => {
    const mine = and(eq(users.email, email), isNull(users.erasedAt))
    const [made] = await tx.update(users).set({ role: 'admin' }).where(and(mine, ne(users.role, 'admin'), isNull(users.disabledAt))).returning({ id: users.id })
    if (made) {
      await recordRole(tx, 'command-line', made.id)
      return 'made'
    }
    const [known] = await tx.select({ role: users.role }).from(users).where(mine)
    return known?.role === 'admin' ? 'was-admin' : 'no-account'
  })
}

async function recordRole(tx: Transaction, actor: string, userId: string): Promise<void> {
  await recordAudit(tx, { actor, action: 'account.role-changed', subjectType: 'user', subjectId: userId, toState: 'admin' })
  await giveNotice(tx, { to: { userId }, kind: 'role-changed', params: { role: 'admin' }, path: '/account/security', key: `role-changed:${newId()}` })
}
