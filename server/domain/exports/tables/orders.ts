import { sql } from 'drizzle-orm'
import type { Column, ExportTable, Extent } from '../table.ts'
import { methodWord, orderStateWord } from '../words.ts'
import { behind, clockAt, eventsWithin } from './extent-sql.ts'

interface Row extends Record<string, unknown> {
  id: string, reference: string, state: string, contact_name: string, contact_email: string, locale: string, paid_at: string, total_minor: string, discount_minor: string, kept_fee_minor: string, currency: string
  event: string, venue: string, time_zone: string, starts_at: string, tickets: number, refunded: string, methods: string[] | null
}

const COLUMNS: readonly Column[] = [
  { header: { en: 'Order', zh: '订单号' }, width: 16 }, { header: { en: 'State', zh: '状态' }, width: 14 }, { header: { en: 'Paid at (venue time)', zh: '支付时间（场馆当地）' }, width: 20 },
  { header: { en: 'Event', zh: '演出' }, width: 32 }, { header: { en: 'Session (venue time)', zh: '场次（场馆当地时间）' }, width: 20 }, { header: { en: 'Venue', zh: '场馆' }, width: 24 }, { header: { en: 'Time zone', zh: '时区' }, width: 18 },
  { header: { en: 'Buyer', zh: '购票人' }, width: 20 }, { header: { en: 'Tickets', zh: '票数' }, width: 9 },
  { header: { en: 'Total', zh: '订单金额' }, width: 12 }, { header: { en: 'Discount', zh: '优惠' }, width: 12 }, { header: { en: 'Refunded', zh: '已退款' }, width: 12 }, { header: { en: 'Fees kept', zh: '退票手续费' }, width: 12 },
  { header: { en: 'Currency', zh: '币种' }, width: 9 }, { header: { en: 'Paid by', zh: '支付方式' }, width: 18 }
]
/** Publishers know their buyers by name; where to write to them is for the house to know. */
const EMAIL: Column = { header: { en: 'E-mail', zh: '邮箱' }, width: 28 }

/** Orders that were paid, one a row. */
export const ordersTable = (isWholeHouse: boolean): ExportTable => ({
  columns: isWholeHouse ? [...COLUMNS, EMAIL] : COLUMNS,
  async count(db, extent) {
    const [row] = await db.execute<{ n: number }>(sql`select count(*)::int as n ${from(extent)}`)
    return row!.n
  },
  async page(db, extent, after, limit) {
    const { locale } = extent
    const rows = await db.execute<Row>(sql`
      select o.id, o.reference, o.state, o.contact_name, o.contact_email, o.paid_at, o.total_minor, o.discount_minor, o.kept_fee_minor, o.currency,
        ${locale === 'zh' ? sql`e.name_zh` : sql`e.name_en`} as event, ${locale === 'zh' ? sql`v.name_zh` : sql`v.name_en`} as venue, v.time_zone, s.starts_at,
        (select count(*)::int from tickets t where t.order_id = o.id and t.state in ('valid', 'used')) as tickets,
        (select coalesce(sum(r.amount_minor + r.points_minor), 0) from refunds r where r.order_id = o.id and r.state = 'done' and r.reason <> 'surplus') as refunded,
        array(select distinct m from payments p cross join lateral unnest(array[p.method, case when p.points_minor > 0 then 'points' end]) m where p.order_id = o.id and p.state = 'captured' and m is not null order by m) as methods
      ${from(extent)} and ${behind(sql`o.id`, after)} order by o.id limit ${limit}`)
    return {
      next: rows.length < limit ? null : rows.at(-1)!.id,
      rows: rows.map((row) => {
        const money = (minor: string) => ({ amountMinor: Number(minor), currency: row.currency })
        return [
          row.reference, orderStateWord(row.state, locale), clockAt(row.paid_at, row.time_zone), row.event, clockAt(row.starts_at, row.time_zone), row.venue, row.time_zone, row.contact_name, row.tickets,
          money(row.total_minor), money(row.discount_minor), money(row.refunded), money(row.kept_fee_minor), row.currency, (row.methods ?? []).map(method => methodWord(method, locale)).join(' + '),
          ...isWholeHouse ? [row.contact_email] : []
        ]
      })
    }
  }
})

const from = (extent: Extent) => sql`from orders o join sessions s on s.id = o.session_id join events e on e.id = s.event_id join venues v on v.id = s.venue_id where o.paid_at is not null and ${eventsWithin(extent)}`
