import { sql } from 'drizzle-orm'
import type { FrozenLabels } from '#drizzle/schema/index.ts'
import { openNumber } from '#server/domain/attendees/index.ts'
import type { ExportTable, Extent } from '../table.ts'
import { documentWord, ticketStateWord } from '../words.ts'
import { behind, clockAt, eventsWithin } from './extent-sql.ts'

interface Row extends Record<string, unknown> {
  id: string, state: string, holder: string, used_at: string | null, reference: string, labels: FrozenLabels, event: string, venue: string, time_zone: string, starts_at: string
  attendee_id: string | null, name: string | null, document_kind: string | null, number_sealed: string | null
}

/** Everybody with a ticket that is valid or was used, one a row; with the document that he comes on only where the show must know it. */
export const attendeesTable: ExportTable = {
  columns: [
    { header: { en: 'Event', zh: '演出' }, width: 32 }, { header: { en: 'Session (venue time)', zh: '场次（场馆当地时间）' }, width: 20 }, { header: { en: 'Venue', zh: '场馆' }, width: 24 }, { header: { en: 'Order', zh: '订单号' }, width: 16 },
    { header: { en: 'Ticket type', zh: '票种' }, width: 16 }, { header: { en: 'Section', zh: '区域' }, width: 16 }, { header: { en: 'Row', zh: '排' }, width: 7 }, { header: { en: 'Seat', zh: '座' }, width: 7 },
    { header: { en: 'Name', zh: '姓名' }, width: 20 }, { header: { en: 'State', zh: '状态' }, width: 10 }, { header: { en: 'Admitted at', zh: '入场时间' }, width: 20 },
    { header: { en: 'Document', zh: '证件类型' }, width: 22 }, { header: { en: 'Document number', zh: '证件号码' }, width: 22 }
  ],
  async count(db, extent) {
    const [row] = await db.execute<{ n: number }>(sql`select count(*)::int as n ${from(extent)}`)
    return row!.n
  },
  async page(db, extent, after, limit) {
    const { locale } = extent
    const rows = await db.execute<Row>(sql`
      select t.id, t.state, coalesce(t.holder_name, o.contact_name) as holder, t.used_at, o.reference, l.labels,
        ${locale === 'zh' ? sql`e.name_zh` : sql`e.name_en`} as event, ${locale === 'zh' ? sql`v.name_zh` : sql`v.name_en`} as venue, v.time_zone, s.starts_at, a.id as attendee_id, a.name, a.document_kind, a.number_sealed
      ${from(extent)} and ${behind(sql`t.id`, after)} order by t.id limit ${limit}`)
    if (rows.some(row => row.number_sealed)) await extent.noteDocuments()
    return {
      next: rows.length < limit ? null : rows.at(-1)!.id,
      rows: rows.map(row => [
        row.event, clockAt(row.starts_at, row.time_zone), row.venue, row.reference,
        locale === 'zh' ? row.labels.ticketTypeZh : row.labels.ticketTypeEn, locale === 'zh' ? row.labels.sectionZh : row.labels.sectionEn, row.labels.row ?? null, row.labels.seat ?? null,
        row.name ?? row.holder, ticketStateWord(row.state, locale), clockAt(row.used_at, row.time_zone),
        row.document_kind && documentWord(row.document_kind, locale), row.number_sealed && openNumber(extent.attendeeKey, row.attendee_id!, row.number_sealed)
      ])
    }
  }
}

const from = (extent: Extent) => sql`
  from tickets t join order_lines l on l.id = t.order_line_id join orders o on o.id = t.order_id join sessions s on s.id = t.session_id join events e on e.id = s.event_id join venues v on v.id = s.venue_id
  left join attendees a on e.needs_identity and a.order_line_id = t.order_line_id and a.position = t.position and a.released_at is null
  where t.state in ('valid', 'used') and ${eventsWithin(extent)}`
