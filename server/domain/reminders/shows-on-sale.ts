import { sql } from 'drizzle-orm'
import type { Database } from '#drizzle/database.ts'
import type { LocalText } from '#shared/text/local-text.ts'

/** Shows that tips are chosen from: enough that not everybody reads the same three. */
const SHOWS = 120
/** What sold in so many days says what people like now. */
const LATELY_DAYS = 14

export interface ShowOnSale {
  eventId: string
  slug: string
  name: LocalText
  venue: LocalText
  city: LocalText
  timeZone: string
  startsAt: Date
  /** The event's own and the one above it. */
  categoryIds: string[]
}

interface Row extends Record<string, unknown> {
  event_id: string, slug: string, name_en: string, name_zh: string, venue_en: string, venue_zh: string, city_en: string, city_zh: string, time_zone: string, starts_at: string
  category_id: string, parent_id: string | null
}

/** Events that can be bought now, each with its next session that has places, the best-selling of the last days first. */
export async function showsOnSale(db: Database): Promise<ShowOnSale[]> {
  const rows = await db.execute<Row>(sql`
    with next as (
      select distinct on (s.event_id) s.event_id, s.venue_id, s.starts_at, s.time_zone, s.by_rank
      from session_search s
      where not s.is_over and not s.is_cancelled and s.has_places and s.starts_at > now() + interval '6 hours' and s.sale_starts_at <= now() and s.sale_ends_at > now() + interval '6 hours'
      order by s.event_id, s.starts_at
    ), sold as (
      select s.event_id, count(*) as tickets from orders o join sessions s on s.id = o.session_id
      where o.paid_at > now() - make_interval(days => ${LATELY_DAYS}) and o.state in ('paid', 'partially_refunded') group by s.event_id
    )
    select e.id as event_id, e.slug, e.name_en, e.name_zh, v.name_en as venue_en, v.name_zh as venue_zh, v.city_en, v.city_zh, n.time_zone, n.starts_at, e.category_id, c.parent_id
    from next n join events e on e.id = n.event_id and e.status = 'approved' join venues v on v.id = n.venue_id join categories c on c.id = e.category_id left join sold on sold.event_id = e.id
    order by coalesce(sold.tickets, 0) desc, n.by_rank, n.starts_at, e.id limit ${SHOWS}`)
  return rows.map(row => ({
    eventId: row.event_id, slug: row.slug, name: { en: row.name_en, zh: row.name_zh }, venue: { en: row.venue_en, zh: row.venue_zh }, city: { en: row.city_en, zh: row.city_zh },
    timeZone: row.time_zone, startsAt: new Date(row.starts_at), categoryIds: [row.category_id, ...row.parent_id ? [row.parent_id] : []]
  }))
}
