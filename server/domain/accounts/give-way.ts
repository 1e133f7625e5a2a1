import { and, eq, isNotNull } from 'drizzle-orm'
import type { Transaction } from '#drizzle/database.ts'
import { users } from '#drizzle/schema/index.ts'

const isNobodys = isNotNull(users.unclaimedSince)

/** An account that an import brought, and that nobody has entered, gives way to whoever has proven an address of it for an account of his own. */
export async function giveWay(tx: Transaction, proven: { email: string } | { phone: string }): Promise<void> {
  if ('email' in proven) await tx.update(users).set({ email: null }).where(and(eq(users.email, proven.email), isNobodys))
  else await tx.update(users).set({ phone: null }).where(and(eq(users.phone, proven.phone), isNobodys))
}
