import { type SQL, sql } from 'drizzle-orm'
import { quarterOf, type Range, within } from './range.ts'
import type { Source } from './source.ts'

export const ORDERS: Source = { table: sql`stats_orders`, facts: orderFacts, columns: sql`quarter, session_id, orders, expired_orders, cancelled_orders` }

/** Rows of `stats_orders` as the sources have them. */
export function orderFacts(range: Range): SQL {
  return sql`
    select quarter, session_id, sum(orders)::int as orders, sum(expired_orders)::int as expired_orders, sum(cancelled_orders)::int as cancelled_orders
    from (${written(range)} union all ${ended(range)}) facts group by 1, 2`
}

const written = (range: Range) => sql`
  select ${quarterOf(sql`created_at`)} as quarter, session_id, count(*) as orders, 0 as expired_orders, 0 as cancelled_orders
  from orders where ${within(sql`created_at`, range)} group by 1, 2`

const ended = (range: Range) => sql`
  select ${quarterOf(sql`a.created_at`)}, o.session_id, 0, count(*) filter (where a.to_state = 'expired'), count(*) filter (where a.to_state = 'cancelled')
  from audit_log a join orders o on o.id = a.subject_id::uuid
  where a.subject_type = 'order' and a.action in ('order.expired', 'order.cancelled') and ${within(sql`a.created_at`, range)} group by 1, 2`
