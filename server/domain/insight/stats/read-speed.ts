import { sql } from 'drizzle-orm'
import type { Database } from '#drizzle/database.ts'
import type { SpeedReply } from '#shared/api/stats.ts'
import { DomainError } from '#shared/errors/domain-error.ts'
import { encodeRuns } from '#shared/seating/column-coding.ts'
import type { Asker } from './scope.ts'

/** How soon each seat of a session was sold. Throws `not-found` for what is not the asker's. Three queries. */
export async function readSpeed({ db }: { db: Database }, asker: Asker, sessionId: string): Promise<SpeedReply> {
  const [session] = await db.execute<{ plan_hash: string, seat_count: number, starts_at: string, sale_starts_at: string, time_zone: string }>(sql`
    select p.content_hash as plan_hash, p.seat_count, s.starts_at, s.sale_starts_at, v.time_zone
    from sessions s join events e on e.id = s.event_id join venues v on v.id = s.venue_id join seating_plans p on p.id = s.plan_id
    where s.id = ${sessionId} and e.status in ('approved', 'cancelled', 'ended') and ${asker.role === 'admin' ? sql`true` : sql`e.created_by = ${asker.userId}`}`)
  if (!session) throw new DomainError('not-found')
  const seconds = sql`greatest(0, floor(extract(epoch from o.paid_at - ${session.sale_starts_at}::timestamptz)))`
  const [seats, areas] = await Promise.all([
    db.execute<{ seat: number, seconds: number }>(sql`
      select l.seat_index as seat, min(${seconds})::int as seconds from orders o join order_lines l on l.order_id = o.id
      where o.session_id = ${sessionId} and o.paid_at is not null and l.seat_index is not null group by 1`),
    db.execute<{ key: string, capacity: number, sold: number, median: number | null }>(sql`
      select st.area_key as key, st.capacity, coalesce(t.sold, 0) as sold, m.median
      from standing_stock st
      left join (select area_key, count(*)::int as sold from tickets where session_id = ${sessionId} and state in ('valid', 'used') group by 1) t using (area_key)
      left join (
        select l.area_key, percentile_disc(0.5) within group (order by ${seconds})::int as median from orders o join order_lines l on l.order_id = o.id cross join lateral generate_series(1, l.quantity)
        where o.session_id = ${sessionId} and o.paid_at is not null and l.area_key is not null group by 1
      ) m using (area_key) where st.session_id = ${sessionId} order by 1`)
  ])
  const column = new Uint32Array(session.seat_count)
  // A plan may have been exchanged for one with fewer seats.
  for (const { seat, seconds } of seats) if (seat < column.length) column[seat] = seconds + 1
  const sorted = [...seats].map(row => row.seconds).sort((a, b) => a - b)
  const at = (part: number) => sorted[Math.floor((sorted.length - 1) * part)]!
  return {
    sessionId, planHash: session.plan_hash, saleStartsAt: new Date(session.sale_starts_at).toISOString(), startsAt: new Date(session.starts_at).toISOString(), timeZone: session.time_zone,
    asOf: new Date().toISOString(), seatCount: session.seat_count, secondsToSale: encodeRuns(column), quartiles: sorted.length === 0 ? null : [at(0.25), at(0.5), at(0.75)],
    areas: areas.map(row => ({ key: row.key, capacity: row.capacity, sold: row.sold, medianSeconds: row.median }))
  }
}
