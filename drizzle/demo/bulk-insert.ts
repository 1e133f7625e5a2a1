import { getTableColumns, getTableName, sql } from 'drizzle-orm'
import type { PgTable } from 'drizzle-orm/pg-core'
import type { Transaction } from '#drizzle/database.ts'

const ROWS_AT_ONCE = 4000

/**
 * Writes many rows with one parameter for each few thousand of them: Postgres reads them from JSON.
 * An ordinary insert has a parameter for every value, and at most 65,535 of them.
 */
export async function bulkInsert<T extends PgTable>(tx: Transaction, table: T, rows: T['$inferInsert'][]): Promise<void> {
  const first = rows[0]
  if (!first) return
  const columns = Object.entries(getTableColumns(table)).filter(([key]) => key in first)
  const names = sql.join(columns.map(([, column]) => sql.identifier(column.name)), sql`, `)
  const name = sql.identifier(getTableName(table))
  for (let start = 0; start < rows.length; start += ROWS_AT_ONCE) {
    const json = rows.slice(start, start + ROWS_AT_ONCE)
      .map(row => Object.fromEntries(columns.map(([key, column]) => [column.name, row[key as keyof typeof row]])))
    await tx.execute(sql`insert into ${name} (${names}) select ${names} from jsonb_populate_recordset(null::${name}, ${JSON.stringify(json)}::text::jsonb)`)
  }
}
