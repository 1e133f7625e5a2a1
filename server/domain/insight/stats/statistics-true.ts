import { type SQL, sql } from 'drizzle-orm'
import { moneyFacts } from './money-facts.ts'
import { rolledUntilSql } from './roll-up.ts'
import { saleFacts } from './sale-facts.ts'

/**
 * I10: where what dashboards show (roll-ups, and the sources after them) is not what the books say: money by day of UTC and currency
 * against the account of sales in the ledger, points by themselves; what was sold by session and currency against the orders.
 */
export function statisticsUntrue(): SQL {
  const live = { from: rolledUntilSql(), until: null }
  return sql`
    select format('on %s dashboards show %s minor units of %s, the ledger %s', day, coalesce(s.amount, 0), currency, coalesce(l.amount, 0)) as what
    from (
      select (quarter at time zone 'UTC')::date as day, case when method = 'points' then 'PTS' else currency end as currency, sum(taken_minor - back_minor) as amount
      from (select quarter, currency, method, taken_minor, back_minor from stats_money where quarter < ${rolledUntilSql()} union all select quarter, currency, method, taken_minor, back_minor from (${moneyFacts(live)}) live) shown group by 1, 2
    ) s full join (
      select (op.created_at at time zone 'UTC')::date as day, a.currency, sum(e.amount_minor) as amount
      from ledger_entries e join ledger_accounts a on a.id = e.account_id and a.name = 'house:sales' join ledger_operations op on op.id = e.operation_id group by 1, 2
    ) l using (day, currency) where coalesce(s.amount, 0) <> coalesce(l.amount, 0)
    union all
    select format('session %s sold for %s minor units of %s by its orders, dashboards show %s, of which %s came by money and changed tickets', session_id, coalesce(o.sold, 0), currency, coalesce(s.sold, 0), coalesce(m.paid, 0))
    from (
      select session_id, currency, sum(total_minor) as sold from orders where paid_at is not null group by 1, 2
    ) o full join (
      select session_id, currency, sum(sold_minor) as sold
      from (select session_id, currency, sold_minor from stats_sales where quarter < ${rolledUntilSql()} union all select session_id, currency, sold_minor from (${saleFacts(live)}) live) shown group by 1, 2
    ) s using (session_id, currency) full join (
      select session_id, currency, sum(taken_minor + credit_minor) as paid
      from (select session_id, currency, taken_minor, credit_minor from stats_money where quarter < ${rolledUntilSql()} union all select session_id, currency, taken_minor, credit_minor from (${moneyFacts(live)}) live) shown group by 1, 2
    ) m using (session_id, currency)
    where coalesce(o.sold, 0) <> coalesce(s.sold, 0) or coalesce(o.sold, 0) <> coalesce(m.paid, 0)`
}
