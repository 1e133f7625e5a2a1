import { sql } from 'drizzle-orm'
import type { Queryable } from '#drizzle/database.ts'

/** Places of a session that are sold, and those in orders that may still be paid. */
export interface SoldPlaces { key: string, sold: number, pending: number }

/** Of every session of an event, in one query. */
export async function soldPlaces(db: Queryable, eventId: string): Promise<SoldPlaces[]> {
  const rows = await db.execute<{ key: string, sold: number, pending: number }>(sql`
    with ours as (
      select id from sessions where event_id = ${eventId}
    ), places as (
      select c.session_id, c.state, c.order_id, 1 as places from claims c where c.session_id in (select id from ours) and c.state <> 'released'
      union all
      select c.session_id, c.state, c.order_id, c.quantity from standing_claims c where c.session_id in (select id from ours) and c.state <> 'released'
    )
    select ours.id as key,
      coalesce(sum(p.places) filter (where p.state = 'sold'), 0)::int as sold,
      coalesce(sum(p.places) filter (where p.state = 'pending' and o.expires_at > now()), 0)::int as pending
    from ours left join places p on p.session_id = ours.id left join orders o on o.id = p.order_id and p.state = 'pending'
    group by ours.id`)
  return rows.map(row => ({ key: row.key, sold: row.sold, pending: row.pending }))
}
