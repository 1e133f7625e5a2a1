import { sql } from 'drizzle-orm'
import type { Database, Transaction } from '#drizzle/database.ts'
import { inTransaction } from '#drizzle/transaction.ts'

/** Of pg_advisory_xact_lock: whoever lays events out waits for whoever does, so that nothing older is written over something newer. */
const LAYING_OUT = 7_301_031

export function oneAtATime<T>(db: Database, work: (tx: Transaction) => Promise<T>): Promise<T> {
  return inTransaction(db, async (tx) => {
    await tx.execute(sql`select pg_advisory_xact_lock(${LAYING_OUT})`)
    return await work(tx)
  })
}
