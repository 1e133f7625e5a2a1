import { sql } from 'drizzle-orm'
import type { Queryable } from '#drizzle/database.ts'
import type { ExportTable, Extent } from '../table.ts'
import { methodWord } from '../words.ts'
import { eventsWithin } from './extent-sql.ts'

interface Row extends Record<string, unknown> { event: string, slug: string, currency: string, method: string, orders: number, captured: string, refunded: string, waiting: string, fees: string }

/**
 * What each event took in, by currency and way of payment: captured, given back, on its way back, what is left of it, and how much of
 * that are fees of tickets that were given back. Money stands where it was captured, also where a ticket was changed later.
 */
export const settlementTable: ExportTable = {
  columns: [
    { header: { en: 'Event', zh: '演出' }, width: 32 }, { header: { en: 'Address', zh: '网址名' }, width: 24 }, { header: { en: 'Currency', zh: '币种' }, width: 9 }, { header: { en: 'Paid by', zh: '支付方式' }, width: 18 }, { header: { en: 'Orders', zh: '订单数' }, width: 9 },
    { header: { en: 'Taken in', zh: '收款' }, width: 14 }, { header: { en: 'Refunded', zh: '已退款' }, width: 14 }, { header: { en: 'Refund on its way', zh: '退款处理中' }, width: 16 }, { header: { en: 'Left', zh: '净额' }, width: 14 }, { header: { en: 'Of it fees kept', zh: '其中退票手续费' }, width: 14 }
  ],
  async count(db, extent) {
    return (await read(db, extent)).length
  },
  async page(db, extent) {
    return {
      next: null,
      rows: (await read(db, extent)).map((row) => {
        const money = (amountMinor: number) => ({ amountMinor, currency: row.currency })
        const [captured, refunded, waiting] = [Number(row.captured), Number(row.refunded), Number(row.waiting)]
        return [row.event, row.slug, row.currency, methodWord(row.method, extent.locale), row.orders, money(captured), money(refunded), money(waiting), money(captured - refunded - waiting), money(Number(row.fees))]
      })
    }
  }
}

async function read(db: Queryable, extent: Extent): Promise<Row[]> {
  return await db.execute<Row>(sql`
    with taken as (
      select e.id as event_id, p.id as payment_id, p.order_id, p.currency, p.method, p.amount_minor, p.points_minor, o.kept_fee_minor
      from payments p join orders o on o.id = p.order_id join sessions s on s.id = o.session_id join events e on e.id = s.event_id
      where p.state = 'captured' and ${eventsWithin(extent)}
    ), back as (
      select r.payment_id, sum(r.amount_minor) filter (where r.state = 'done') as done, sum(r.points_minor) filter (where r.state = 'done') as done_points,
        sum(r.amount_minor) filter (where r.state <> 'done') as waiting, sum(r.points_minor) filter (where r.state <> 'done') as waiting_points
      from refunds r where r.payment_id in (select payment_id from taken) group by r.payment_id
    ), parts as (
      select t.event_id, t.currency, t.method, t.order_id, t.amount_minor as captured, coalesce(b.done, 0) as refunded, coalesce(b.waiting, 0) as waiting, t.kept_fee_minor as fees from taken t left join back b using (payment_id)
      union all
      select t.event_id, t.currency, 'points', t.order_id, t.points_minor, coalesce(b.done_points, 0), coalesce(b.waiting_points, 0), 0 from taken t left join back b using (payment_id) where t.points_minor > 0
    )
    select ${extent.locale === 'zh' ? sql`e.name_zh` : sql`e.name_en`} as event, e.slug, x.currency, x.method, count(distinct x.order_id)::int as orders, sum(x.captured)::text as captured, sum(x.refunded)::text as refunded, sum(x.waiting)::text as waiting, sum(x.fees)::text as fees
    from parts x join events e on e.id = x.event_id group by e.id, x.currency, x.method order by e.id, x.currency, x.method`)
}
