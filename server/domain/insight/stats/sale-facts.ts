import { type SQL, sql } from 'drizzle-orm'
import { type Bounds, quarterOf, within } from './range.ts'
import type { Source } from './source.ts'

export const SALES: Source = {
  table: sql`stats_sales`, facts: saleFacts,
  columns: sql`quarter, session_id, ticket_type_id, currency, orders, tickets, sold_minor, discount_minor, refunded_tickets, changed_tickets, resold_tickets, ended_minor, used_tickets`
}

/**
 * Rows of `stats_sales` as the sources have them. A sale counts when it is paid, for ever; the end of a ticket counts when it ends, in the
 * audit log: so what is past never changes, and a roll-up of it stays true.
 */
export function saleFacts(range: Bounds): SQL {
  return sql`
    select quarter, session_id, ticket_type_id, currency, sum(orders)::int as orders, sum(tickets)::int as tickets, sum(sold_minor)::bigint as sold_minor, sum(discount_minor)::bigint as discount_minor,
      sum(refunded_tickets)::int as refunded_tickets, sum(changed_tickets)::int as changed_tickets, sum(resold_tickets)::int as resold_tickets, sum(ended_minor)::bigint as ended_minor, sum(used_tickets)::int as used_tickets
    from (${sold(range)} union all ${moved(range)}) facts group by 1, 2, 3, 4`
}

function sold(range: Bounds): SQL {
  return sql`
    select ${quarterOf(sql`o.paid_at`)} as quarter, o.session_id, l.ticket_type_id, o.currency, count(distinct o.id) as orders, sum(l.quantity) as tickets,
      sum(l.quantity * l.unit_price_minor - l.discount_minor) as sold_minor, sum(l.discount_minor) as discount_minor,
      0 as refunded_tickets, 0 as changed_tickets, 0 as resold_tickets, 0 as ended_minor, 0 as used_tickets
    from orders o join order_lines l on l.order_id = o.id
    where o.paid_at is not null and ${within(sql`o.paid_at`, range)} group by 1, 2, 3, 4`
}

function moved(range: Bounds): SQL {
  const isEnd = sql`a.to_state in ('refunded', 'changed', 'resold')`
  return sql`
    select ${quarterOf(sql`a.created_at`)}, o.session_id, l.ticket_type_id, o.currency, 0, 0, 0, 0,
      count(*) filter (where a.to_state = 'refunded'), count(*) filter (where a.to_state = 'changed'), count(*) filter (where a.to_state = 'resold'),
      coalesce(sum(${paidForTicket}) filter (where ${isEnd}), 0), count(*) filter (where a.to_state = 'used') - count(*) filter (where a.to_state = 'valid')
    from audit_log a join tickets t on t.id = a.subject_id::uuid join order_lines l on l.id = t.order_line_id join orders o on o.id = t.order_id
    where a.subject_type = 'ticket' and a.action in ('ticket.refunded', 'ticket.changed', 'ticket.resold', 'ticket.used', 'ticket.valid') and ${within(sql`a.created_at`, range)}
    group by 1, 2, 3, 4`
}

/** As shared/refunds/terms.ts has it: the discounts of a line's tickets sum to its own. */
const paidForTicket = sql`l.unit_price_minor - (l.discount_minor * (t.position + 1) / l.quantity - l.discount_minor * t.position / l.quantity)`
