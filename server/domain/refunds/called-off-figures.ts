import { sql } from 'drizzle-orm'
import type { Queryable } from '#drizzle/database.ts'
import type { CallOffFigures } from '#shared/api/refunds.ts'
import { IS_AT_BANK, listed } from './called-off-orders.ts'

interface Row extends Record<string, unknown> { session_id: string, currency: string, orders: number, tickets: number, back: string, at_bank: number }

/**
 * What calling sessions off would mean, for each of them that has orders: whose tickets end, and how much goes back. Money that a bank
 * is looking at goes back by the bank or not at all, and is not in it.
 */
export async function callOffFigures(db: Queryable, sessionIds: readonly string[]): Promise<CallOffFigures[]> {
  if (sessionIds.length === 0) return []
  const rows = await db.execute<Row>(sql`
    select session_id, currency, count(*)::int as orders, coalesce(sum(tickets), 0)::int as tickets, coalesce(sum(back) filter (where not at_bank), 0)::text as back,
      count(*) filter (where at_bank)::int as at_bank
    from (
      select o.session_id, o.currency, ${IS_AT_BANK} as at_bank,
        (select count(*) from tickets t where t.order_id = o.id and t.state in ('valid', 'used')) as tickets,
        greatest(0, coalesce((select sum(p.amount_minor + p.points_minor) from payments p where p.order_id = o.id and p.state = 'captured'), 0) + o.credit_minor - o.kept_fee_minor
          - coalesce((select sum(r.amount_minor + r.points_minor) from refunds r join payments p on p.id = r.payment_id where r.order_id = o.id and p.state = 'captured'), 0)
          - coalesce((select sum(c.amount_minor) from order_credits c where c.from_order_id = o.id), 0)) as back
      from orders o where o.session_id in ${listed(sessionIds)} and o.state in ('paid', 'partially_refunded')
    ) open group by session_id, currency order by session_id, currency`)
  return rows.map(row => ({ sessionId: row.session_id, orders: row.orders, tickets: row.tickets, back: { amountMinor: Number(row.back), currency: row.currency }, atBank: row.at_bank }))
}
