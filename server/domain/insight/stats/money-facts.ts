import { type SQL, sql } from 'drizzle-orm'
import { type Bounds, quarterOf, within } from './range.ts'
import type { Source } from './source.ts'

export const MONEY: Source = { table: sql`stats_money`, facts: moneyFacts, columns: sql`quarter, session_id, currency, method, reason, orders, credit_minor, taken_minor, back_minor, refunds` }

/**
 * Rows of `stats_money` as the sources have them: amounts are entries of the account of sales in the ledger, so that what dashboards show
 * is what the books say (I10), and orders are those that were paid. What was paid for points, and money that came for nothing, is no sale.
 */
export function moneyFacts(range: Bounds): SQL {
  return sql`
    select quarter, session_id, currency, method, reason, sum(orders)::int as orders, sum(credit_minor)::bigint as credit_minor, sum(taken_minor)::bigint as taken_minor,
      sum(back_minor)::bigint as back_minor, sum(refunds)::int as refunds
    from (${paid(range)} union all ${booked(range)}) facts group by 1, 2, 3, 4, 5`
}

function paid(range: Bounds): SQL {
  return sql`
    select ${quarterOf(sql`o.paid_at`)} as quarter, o.session_id, o.currency, coalesce(p.method, 'free') as method, '' as reason, 1 as orders, o.credit_minor, 0::bigint as taken_minor, 0::bigint as back_minor, 0 as refunds
    from orders o left join payments p on p.order_id = o.id and p.state = 'captured'
    where o.paid_at is not null and ${within(sql`o.paid_at`, range)}`
}

/** Keys of operations: `payment:<id>`, `payment-points:<id>`, `refund:<id>[:<try>]`, `refund-undone:<id>[:<try>]`, `refund-points:<id>` (payments/ledger.ts). */
function booked(range: Bounds): SQL {
  return sql`
    select ${quarterOf(sql`b.at`)}, o.session_id, o.currency, case when b.currency = 'PTS' then 'points' else p.method end, coalesce(r.reason, ''), 0, 0,
      case when r.id is null then b.amount_minor else 0 end, case when r.id is null then 0 else -b.amount_minor end,
      case b.kind when 'refund' then 1 when 'refund-undone' then -1 when 'refund-points' then (r.amount_minor = 0)::int else 0 end
    from (
      select op.created_at as at, e.amount_minor, a.currency, split_part(op.key, ':', 1) as kind, case when op.key ~ ${SUBJECT} then split_part(op.key, ':', 2)::uuid end as subject
      from ledger_operations op join ledger_entries e on e.operation_id = op.id join ledger_accounts a on a.id = e.account_id
      where a.name = 'house:sales' and ${within(sql`op.created_at`, range)}
    ) b
    left join refunds r on b.kind like 'refund%' and r.id = b.subject
    join payments p on p.id = coalesce(r.payment_id, b.subject)
    join orders o on o.id = coalesce(r.order_id, p.order_id)`
}

const SUBJECT = '^[a-z-]+:[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}'
