import { type SQL, sql } from 'drizzle-orm'
import type { Database, Queryable, Transaction } from '#drizzle/database.ts'

/** Ids as one array parameter, so that a list of a thousand is the same statement as a list of ten. */
export function uuids(ids: readonly string[]): SQL {
  return sql`${`{${ids.join(',')}}`}::text::uuid[]`
}

export function texts(values: readonly string[]): SQL {
  return sql`${sql.param([...values])}::text[]`
}

/**
 * Runs `work` with every statement planned for its own values: how many events a word finds differs by thousands, and a plan for
 * the average word is wrong for most. The words are looked up in their index always: reading all documents never pays.
 */
export function planned<T>(db: Queryable, work: (tx: Transaction) => Promise<T>): Promise<T> {
  return (db as Database).transaction(async (tx) => {
    await tx.execute(sql`select set_config('plan_cache_mode', 'force_custom_plan', true), set_config('jit', 'off', true), set_config('work_mem', '32MB', true)`)
    return await work(tx)
  })
}
