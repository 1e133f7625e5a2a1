import { sql } from 'drizzle-orm'
import type { Queryable } from '#drizzle/database.ts'

/** I4: those of the orders that a client was told to be paid which are not paid in the database. */
export async function missingOrders(db: Queryable, acknowledged: string[]): Promise<string[]> {
  const rows = await db.execute<{ id: string }>(sql`
    select a.id from jsonb_array_elements_text(${JSON.stringify(acknowledged)}::jsonb) as a(id)
    where not exists (select 1 from orders o where o.id::text = a.id and o.state in ('paid', 'partially_refunded', 'refunded'))`)
  return rows.map(row => row.id)
}
