import { eq, sql } from 'drizzle-orm'
import type { Database } from '#drizzle/database.ts'
import { seatingPlans, venues } from '#drizzle/schema/index.ts'
import type { SessionSalesReply } from '#shared/api/session-sales.ts'
import type { Author } from './own-event.ts'
import { placesForSale } from './places-for-sale.ts'
import { ownSession } from './own-session.ts'

/** How one session sells. Throws `not-found` for what is not the author's. Six queries. */
export async function sessionSales({ db }: { db: Database }, author: Author, sessionId: string): Promise<SessionSalesReply> {
  const { session, event } = await ownSession(db, author, sessionId)
  const [[house], ticketTypes, standing, [resale]] = await Promise.all([
    db.select({ venueEn: venues.nameEn, venueZh: venues.nameZh, timeZone: venues.timeZone, hallEn: seatingPlans.nameEn, hallZh: seatingPlans.nameZh, seats: seatingPlans.seatCount })
      .from(venues).innerJoin(seatingPlans, eq(seatingPlans.id, session.planId)).where(eq(venues.id, session.venueId)),
    soldByType(db, sessionId),
    placesForSale(db, sessionId),
    db.execute<{ open: number, locked: number, sold: number }>(sql`
      select count(*) filter (where state = 'open')::int as open, count(*) filter (where state = 'locked')::int as locked, count(*) filter (where state = 'sold')::int as sold
      from resales where session_id = ${sessionId}`)
  ])
  return {
    id: session.id,
    event: { id: event.id, slug: event.slug, name: { en: event.nameEn, zh: event.nameZh }, status: event.status as SessionSalesReply['event']['status'] },
    status: session.status,
    startsAt: session.startsAt.toISOString(), saleStartsAt: session.saleStartsAt.toISOString(), saleEndsAt: session.saleEndsAt.toISOString(),
    venue: { name: { en: house!.venueEn, zh: house!.venueZh }, timeZone: house!.timeZone },
    hall: { en: house!.hallEn, zh: house!.hallZh },
    planId: session.planId,
    capacity: house!.seats + standing - session.offSaleSeats.length,
    sold: ticketTypes.reduce((sum, type) => sum + type.sold, 0),
    pending: ticketTypes.reduce((sum, type) => sum + type.pending, 0),
    resale: resale!,
    ticketTypes
  }
}

interface TypeRow extends Record<string, unknown> {
  id: string, name_en: string, name_zh: string, category_key: string, price_minor: string, currency: string, is_retired: boolean, sold: number, pending: number, revenue: string
}

async function soldByType(db: Database, sessionId: string): Promise<SessionSalesReply['ticketTypes']> {
  const rows = await db.execute<TypeRow>(sql`
    with places as (
      select order_line_id, order_id, state from claims where session_id = ${sessionId} and state <> 'released'
      union all
      select order_line_id, order_id, state from standing_claims where session_id = ${sessionId} and state <> 'released'
    ), lines as (
      select l.ticket_type_id, l.quantity, l.quantity * l.unit_price_minor - l.discount_minor as paid_minor, p.state
      from places p join order_lines l on l.id = p.order_line_id join orders o on o.id = p.order_id
      where p.state = 'sold' or o.expires_at > now()
    )
    select t.id, t.name_en, t.name_zh, t.category_key, t.price_minor::text, t.currency, t.retired_at is not null as is_retired,
      coalesce(sum(l.quantity) filter (where l.state = 'sold'), 0)::int as sold,
      coalesce(sum(l.quantity) filter (where l.state = 'pending'), 0)::int as pending,
      coalesce(sum(l.paid_minor) filter (where l.state = 'sold'), 0)::text as revenue
    from ticket_types t left join lines l on l.ticket_type_id = t.id
    where t.session_id = ${sessionId}
    group by t.id order by t.retired_at is not null, t.sort_order, t.id`)
  return rows.map(row => ({
    id: row.id, name: { en: row.name_en, zh: row.name_zh }, categoryKey: row.category_key, price: { amountMinor: Number(row.price_minor), currency: row.currency }, isRetired: row.is_retired,
    sold: row.sold, pending: row.pending, revenue: { amountMinor: Number(row.revenue), currency: row.currency }
  }))
}
