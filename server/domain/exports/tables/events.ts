import { sql } from 'drizzle-orm'
import type { ExportTable, Extent } from '../table.ts'
import { eventStateWord } from '../words.ts'
import { clockAt, eventsWithin } from './extent-sql.ts'

interface Row extends Record<string, unknown> {
  event_id: string, session_id: string | null, slug: string, name_en: string, name_zh: string, event_state: string, session_state: string | null, category: string | null, venue: string | null, hall: string | null
  time_zone: string | null, starts_at: string | null, ends_at: string | null, sale_starts_at: string | null, sale_ends_at: string | null, sold: number
}

/** Every session of every event, one a row; an event without sessions has a row too. */
export const eventsTable: ExportTable = {
  columns: [
    { header: { en: 'Event (English)', zh: '演出（英文）' }, width: 32 }, { header: { en: 'Event (Chinese)', zh: '演出（中文）' }, width: 32 }, { header: { en: 'Address', zh: '网址名' }, width: 24 }, { header: { en: 'State', zh: '状态' }, width: 12 }, { header: { en: 'Category', zh: '分类' }, width: 16 },
    { header: { en: 'Venue', zh: '场馆' }, width: 24 }, { header: { en: 'Hall', zh: '厅' }, width: 18 }, { header: { en: 'Time zone', zh: '时区' }, width: 18 }, { header: { en: 'Begins', zh: '开演' }, width: 18 }, { header: { en: 'Ends', zh: '结束' }, width: 18 },
    { header: { en: 'Sale begins', zh: '开售' }, width: 18 }, { header: { en: 'Sale ends', zh: '停售' }, width: 18 }, { header: { en: 'Tickets sold', zh: '已售票数' }, width: 12 }
  ],
  async count(db, extent) {
    const [row] = await db.execute<{ n: number }>(sql`select count(*)::int as n ${from(extent)}`)
    return row!.n
  },
  async page(db, extent, after, limit) {
    const { locale } = extent
    const [afterEvent, afterSession] = after?.split(' ') ?? []
    const zh = locale === 'zh'
    const rows = await db.execute<Row>(sql`
      select e.id as event_id, s.id as session_id, e.slug, e.name_en, e.name_zh, e.status as event_state, s.status as session_state, ${zh ? sql`c.name_zh` : sql`c.name_en`} as category,
        ${zh ? sql`v.name_zh` : sql`v.name_en`} as venue, ${zh ? sql`h.name_zh` : sql`h.name_en`} as hall, v.time_zone, s.starts_at, s.ends_at, s.sale_starts_at, s.sale_ends_at,
        (select count(*)::int from tickets t where t.session_id = s.id and t.state in ('valid', 'used')) as sold
      ${from(extent)} and ${afterEvent ? sql`(e.id, coalesce(s.id, e.id)) > (${afterEvent}::uuid, ${afterSession}::uuid)` : sql`true`}
      order by e.id, coalesce(s.id, e.id) limit ${limit}`)
    const last = rows.at(-1)
    return {
      next: rows.length < limit ? null : `${last!.event_id} ${last!.session_id ?? last!.event_id}`,
      rows: rows.map((row) => {
        const clock = (at: string | null) => row.time_zone && clockAt(at, row.time_zone)
        return [
          row.name_en, row.name_zh, row.slug, eventStateWord(row.session_state === 'cancelled' ? 'cancelled' : row.event_state, locale), row.category, row.venue, row.hall, row.time_zone,
          clock(row.starts_at), clock(row.ends_at), clock(row.sale_starts_at), clock(row.sale_ends_at), row.sold
        ]
      })
    }
  }
}

const from = (extent: Extent) => sql`
  from events e left join sessions s on s.event_id = e.id left join venues v on v.id = s.venue_id left join seating_plans h on h.id = s.plan_id left join categories c on c.id = e.category_id where ${eventsWithin(extent)}`
