import { sql } from 'drizzle-orm'
import type { Queryable } from '#drizzle/database.ts'
import { quotasLeft } from '#server/domain/inventory/index.ts'
import { ticketTypesOfSessions } from '#server/domain/pricing/index.ts'
import { keptPlaces } from '#server/domain/seating/index.ts'
import { uuids } from './sql.ts'
import { freeWithinQuotas } from './within-quotas.ts'

/** Places of a session that are for sale at all, and those nobody has claimed. */
export interface Places { free: number, capacity: number }

/**
 * Places of each session by Postgres alone, in a fixed number of queries however many sessions are asked: the seats of the plan and the places of
 * its areas, less what is off sale or kept from the public, less live claims. A pending claim whose order ran out is free by the clock of the database, swept or not; so is what its owner offers to others.
 */
export async function placesOfSessions(db: Queryable, sessionIds: string[]): Promise<Map<string, Places>> {
  if (sessionIds.length === 0) return new Map()
  const asked = uuids(sessionIds)
  const rows = await db.execute<{ id: string, capacity: number, taken: number }>(sql`
    with kept as (${keptPlaces(asked)}), asked as (
      select s.id, p.seat_count - cardinality(s.off_sale_seats)
        + coalesce((select sum(k.capacity) from standing_stock k where k.session_id = s.id), p.standing_capacity) - coalesce((select sum(k.places) from kept k where k.session_id = s.id), 0) as capacity
      from sessions s join seating_plans p on p.id = s.plan_id
      where s.id = any(${asked})
    ), lapsed as (
      select o.id, o.session_id from orders o where o.state = 'pending' and o.expires_at <= now() and o.session_id = any(${asked})
    ), taken as (
      select session_id, count(*) as places from claims where state <> 'released' and session_id = any(${asked}) group by session_id
      union all
      select session_id, sum(taken - offered) from standing_stock where session_id = any(${asked}) group by session_id
      union all
      select session_id, -count(*) from resales where state = 'open' and seat_index is not null and coalesce(kept_until <= now(), true) and session_id = any(${asked}) group by session_id
      union all
      select l.session_id, -count(*) from lapsed l join claims c on c.order_id = l.id and c.state = 'pending' group by l.session_id
      union all
      select l.session_id, -sum(c.quantity) from lapsed l join standing_claims c on c.order_id = l.id and c.state = 'pending' group by l.session_id
    )
    select a.id, a.capacity::int as capacity, coalesce((select sum(t.places) from taken t where t.session_id = a.id), 0)::int as taken
    from asked a`)
  const places = new Map(rows.map(row => [row.id, { capacity: Math.max(0, row.capacity), free: Math.max(0, row.capacity - row.taken) }]))
  return await withinQuotas(db, places)
}

/** No more than the quotas of a session let anybody buy. Costs one small query where there are none. */
async function withinQuotas(db: Queryable, places: Map<string, Places>): Promise<Map<string, Places>> {
  const quotas = await quotasLeft(db, [...places.keys()])
  if (quotas.size === 0) return places
  const types = Map.groupBy(await ticketTypesOfSessions(db, [...quotas.keys()]), type => type.sessionId)
  for (const [id, limits] of quotas) {
    const found = places.get(id)!
    // The parts of the hall are not counted here: their types together are.
    const all = (types.get(id) ?? []).map(type => ({ id: type.id, categoryKey: '' }))
    places.set(id, { ...found, free: freeWithinQuotas(all, limits, new Map([['', found.free]])).total })
  }
  return places
}
