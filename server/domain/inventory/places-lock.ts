import { type SQL, sql } from 'drizzle-orm'
import type { Transaction } from '#drizzle/database.ts'

/**
 * What is for sale in a session changes while nobody writes an order of it. Orders take this lock together and so never wait for
 * each other; whoever allots places takes it alone. PostgreSQL serves its waiters in turn, so a busy sale does not starve a
 * publisher, nor he the sale. Put it into the first statement of an order's transaction: what is read after it stays true.
 */
export function sharedPlacesLock(sessionId: string): SQL {
  return sql`pg_advisory_xact_lock_shared(hashtextextended(${`places:${sessionId}`}, 0))`
}

/** Until this transaction ends nobody else orders in the session, or changes what is for sale in it. Take it first. */
export async function lockPlaces(tx: Transaction, sessionId: string): Promise<void> {
  await tx.execute(sql`select pg_advisory_xact_lock(hashtextextended(${`places:${sessionId}`}, 0))`)
}
