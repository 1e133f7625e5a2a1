import { sql } from 'drizzle-orm'
import type { Database } from '#drizzle/database.ts'
import type { OccupancyQuery, OccupancyReply } from '#shared/api/stats.ts'
import { CAPACITY } from './capacity.ts'
import { instant } from './range.ts'
import { type Asker, partOf, requirePart } from './scope.ts'
import { spanOf } from './span.ts'

interface Row extends Record<string, unknown> {
  id: string, status: 'scheduled' | 'cancelled', starts_at: string, time_zone: string, event_id: string, slug: string, event_en: string, event_zh: string
  venue_en: string, venue_zh: string, hall_en: string, hall_zh: string, capacity: number, sold: number, used: number
  sessions: number, all_capacity: string, all_sold: string, all_used: string
}

/** How full sessions are that start in some days, as of now. Throws `not-found` for what is not the asker's. Two queries. */
export async function readOccupancy({ db }: { db: Database }, asker: Asker, query: OccupancyQuery): Promise<OccupancyReply> {
  const span = spanOf(query)
  await requirePart(db, asker, query)
  const rows = await db.execute<Row>(sql`
    with meant as (
      select s.id, s.status, s.starts_at, v.time_zone, e.id as event_id, e.slug, e.name_en as event_en, e.name_zh as event_zh, v.name_en as venue_en, v.name_zh as venue_zh, p.name_en as hall_en, p.name_zh as hall_zh, ${CAPACITY}::int as capacity
      from sessions s join events e on e.id = s.event_id join venues v on v.id = s.venue_id join seating_plans p on p.id = s.plan_id
      where e.status in ('approved', 'cancelled', 'ended') and s.starts_at >= ${instant(span.from)} and s.starts_at < ${instant(span.until)} and ${partOf(asker, query) ?? sql`true`}
    ), counted as (
      select t.session_id, count(*)::int as sold, count(*) filter (where t.state = 'used')::int as used from tickets t where t.session_id in (select id from meant) and t.state in ('valid', 'used') group by 1
    )
    select meant.*, coalesce(c.sold, 0) as sold, coalesce(c.used, 0) as used, count(*) filter (where status = 'scheduled') over ()::int as sessions, sum(capacity) filter (where status = 'scheduled') over () as all_capacity,
      sum(coalesce(c.sold, 0)) filter (where status = 'scheduled') over () as all_sold, sum(coalesce(c.used, 0)) filter (where status = 'scheduled') over () as all_used
    from meant left join counted c on c.session_id = meant.id order by starts_at, id limit ${query.limit}`)
  const [first] = rows
  return {
    from: span.from.toISOString(), to: span.until.toISOString(), zone: span.zone, asOf: new Date().toISOString(),
    sessions: rows.map(row => ({
      id: row.id, status: row.status, startsAt: new Date(row.starts_at).toISOString(), timeZone: row.time_zone,
      event: { id: row.event_id, slug: row.slug, name: { en: row.event_en, zh: row.event_zh } }, venue: { en: row.venue_en, zh: row.venue_zh }, hall: { en: row.hall_en, zh: row.hall_zh },
      capacity: row.capacity, sold: row.sold, used: row.used
    })),
    totals: { sessions: first?.sessions ?? 0, capacity: Number(first?.all_capacity ?? 0), sold: Number(first?.all_sold ?? 0), used: Number(first?.all_used ?? 0) }
  }
}
