import { type SQL, sql } from 'drizzle-orm'
import type { Transaction } from '#drizzle/database.ts'

/**
 * Nobody else changes price or rules of these ticket types until the transaction ends; orders that name them go on. Lock before you
 * read. @returns the condition that picks them out of `ticket_types t`
 */
export async function lockTypes(tx: Transaction, ticketTypeIds: readonly string[]): Promise<SQL> {
  const ids = sql`${`{${ticketTypeIds.join(',')}}`}::text::uuid[]`
  await tx.execute(sql`select id from ticket_types where id = any(${ids}) order by id for no key update`)
  return sql`t.id = any(${ids})`
}
