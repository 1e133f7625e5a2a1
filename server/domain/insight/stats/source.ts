import { type SQL, sql } from 'drizzle-orm'
import { type Range, before, since, within } from './range.ts'

/** A roll-up, and the query that makes the same rows from what they are of. */
export interface Source {
  table: SQL
  /** In the order in which `facts` gives them. */
  columns: SQL
  facts(range: Range): SQL
}

/** Rows of a time: rolled up as far as that reaches (`rolled`), and from the sources after it. */
export function rowsOf(source: Source, range: Range, rolled: Date | null): SQL {
  const [past, late] = [before(range, rolled), since(range, rolled)]
  const parts = [
    ...past ? [sql`select ${source.columns} from ${source.table} where ${within(sql`quarter`, past)}`] : [],
    ...late ? [sql`select ${source.columns} from (${source.facts(late)}) live`] : []
  ]
  return sql`(${sql.join(parts, sql` union all `)})`
}
