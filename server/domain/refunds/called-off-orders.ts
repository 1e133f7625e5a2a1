import { type SQL, sql } from 'drizzle-orm'

/** The states of orders that a session which is called off still has to end. */
export const OPEN_STATES = ['pending', 'paid', 'partially_refunded'] as const

/** `"o"."session_id"` is of a session that will not take place, as it stands now: what was put on again keeps its orders. */
export const IS_CALLED_OFF = sql`exists (
  select 1 from sessions s join events e on e.id = s.event_id where s.id = o.session_id and (s.status = 'cancelled' or e.status = 'cancelled'))`

/** A bank looks at the payment of order `o`, or gave its money back: the house does not pay it a second time. */
export const IS_AT_BANK = disputed(sql`'open', 'lost'`)

/** A payment of order `o`, or one that brought money along from a ticket that was changed, is disputed so. */
export function disputed(states: SQL): SQL {
  return sql`exists (select 1 from payments p where p.state = 'captured' and p.dispute in (${states})
    and (p.order_id = o.id or p.id in (select c.payment_id from order_credits c where c.order_id = o.id)))`
}

/** Order `o` could not be ended lately: so many minutes for each try, and at most ten, others have their turn first. */
export const IS_STUCK = sql`exists (select 1 from refund_run_troubles t where t.order_id = o.id and t.tried_at > now() - least(t.tries, 10) * interval '1 minute')`

/** A list of ids for `in`; there is at least one. */
export function listed(ids: readonly string[]): SQL {
  return sql`(${sql.join(ids.map(id => sql`${id}::uuid`), sql`, `)})`
}
