import { type SQL, sql } from 'drizzle-orm'
import { quarterOf, type Range, within } from './range.ts'
import type { Source } from './source.ts'

export const PEOPLE: Source = { table: sql`stats_people`, facts: peopleFacts, columns: sql`quarter, user_id, has_ordered` }

/** Rows of `stats_people` as the sources have them: who ordered, or was seen with consent. */
export function peopleFacts(range: Range): SQL {
  return sql`
    select quarter, user_id, bool_or(has_ordered) as has_ordered from (
      select ${quarterOf(sql`created_at`)} as quarter, user_id, true as has_ordered from orders where user_id is not null and ${within(sql`created_at`, range)}
      union all
      select ${quarterOf(sql`b.at`)}, b.user_id, false from behaviour b join users u on u.id = b.user_id where ${within(sql`b.at`, range)}
    ) facts group by 1, 2`
}
