import type { Database } from '#drizzle/database.ts'
import { sqlState } from '#drizzle/transaction.ts'
import { behaviour } from '#drizzle/schema/index.ts'
import { makePartitions } from './partitions.ts'

export type NewBehaviour = Omit<typeof behaviour.$inferInsert, 'id' | 'at'>

/** check_violation: what PostgreSQL says of a row for which no partition is there. */
const NO_PARTITION = '23514'

/** Writes rows of the log, at the time of the database. Where jobs stood still for months, their partition is made first. */
export async function writeBehaviour(db: Database, rows: readonly NewBehaviour[]): Promise<void> {
  if (rows.length === 0) return
  const write = () => db.insert(behaviour).values([...rows])
  try {
    await write()
  } catch (error) {
    if (sqlState(error) !== NO_PARTITION) throw error
    await makePartitions(db)
    await write()
  }
}
