import { type SQL, sql } from 'drizzle-orm'
import type { Database } from '#drizzle/database.ts'
import type { FunnelQuery, FunnelReply, HoldsQuery, HoldsReply } from '#shared/api/stats.ts'
import { inBuckets, withEnds } from './in-buckets.ts'
import { MONEY } from './money-facts.ts'
import { ORDERS } from './order-facts.ts'
import { rolledUntil } from './roll-up.ts'
import { SALES } from './sale-facts.ts'
import { type Asker, type Part, ofPart, partOf, requirePart } from './scope.ts'
import { rowsOf } from './source.ts'
import { bucketsOf, spanOf, usualBucket } from './span.ts'
import { VISITS } from './visit-facts.ts'

/** From looking to walking in, and where people leave. Throws `not-found` for what is not the asker's. Six queries. */
export async function readFunnel({ db }: { db: Database }, asker: Asker, query: FunnelQuery): Promise<FunnelReply> {
  const span = spanOf(query)
  await requirePart(db, asker, query)
  const rolled = await rolledUntil(db)
  const isMeant = ofPart(sql`session_id`, asker, query)
  const [[seen], [ordered], [paid], [tickets]] = await Promise.all([
    db.execute<{ visits: number, holds: number, abandoned: number }>(sql`
      select coalesce(sum(visits), 0)::int as visits, coalesce(sum(holds), 0)::int as holds, coalesce(sum(abandoned_holds), 0)::int as abandoned from ${rowsOf(VISITS, span, rolled)} f where ${visitsOf(asker, query)}`),
    db.execute<{ orders: number, expired: number, cancelled: number }>(sql`
      select coalesce(sum(orders), 0)::int as orders, coalesce(sum(expired_orders), 0)::int as expired, coalesce(sum(cancelled_orders), 0)::int as cancelled from ${rowsOf(ORDERS, span, rolled)} f where ${isMeant}`),
    db.execute<{ orders: number }>(sql`select coalesce(sum(orders), 0)::int as orders from ${rowsOf(MONEY, span, rolled)} f where ${isMeant}`),
    db.execute<{ sold: number, used: number }>(sql`select coalesce(sum(tickets), 0)::int as sold, coalesce(sum(used_tickets), 0)::int as used from ${rowsOf(SALES, span, rolled)} f where ${isMeant}`)
  ])
  return {
    from: span.from.toISOString(), to: span.until.toISOString(), zone: span.zone, asOf: new Date().toISOString(),
    steps: [
      { step: 'visit', of: 'visits', count: seen!.visits }, { step: 'hold', of: 'holds', count: seen!.holds }, { step: 'order', of: 'orders', count: ordered!.orders },
      { step: 'paid', of: 'orders', count: paid!.orders }, { step: 'used', of: 'tickets', count: tickets!.used }
    ],
    paidTickets: tickets!.sold,
    left: { holdsAbandoned: seen!.abandoned, ordersExpired: ordered!.expired, ordersCancelled: ordered!.cancelled }
  }
}

/** Holds that were begun and abandoned, over time. Throws `not-found` for what is not the asker's. Three queries. */
export async function readHolds({ db }: { db: Database }, asker: Asker, query: HoldsQuery): Promise<HoldsReply> {
  const span = spanOf(query)
  const bucket = query.bucket ?? usualBucket(span)
  const starts = bucketsOf(span, bucket)
  await requirePart(db, asker, query)
  const rolled = await rolledUntil(db)
  const rows = await db.execute<{ bucket: number, begun: number, places: number, abandoned: number }>(sql`
    select ${inBuckets(sql`quarter`, starts)} as bucket, sum(holds)::int as begun, sum(hold_places)::int as places, sum(abandoned_holds)::int as abandoned
    from ${rowsOf(VISITS, span, rolled)} f where ${visitsOf(asker, query)} group by 1`)
  const series = { begun: starts.map(() => 0), places: starts.map(() => 0), abandoned: starts.map(() => 0) }
  for (const row of rows) for (const name of ['begun', 'places', 'abandoned'] as const) series[name][row.bucket] = row[name]
  const sum = (values: number[]) => values.reduce((total, value) => total + value, 0)
  return {
    from: span.from.toISOString(), to: span.until.toISOString(), zone: span.zone, bucket, asOf: new Date().toISOString(), buckets: withEnds(starts, span.until), series,
    totals: { begun: sum(series.begun), places: sum(series.places), abandoned: sum(series.abandoned) }
  }
}

/** A visit is to an event, and belongs to each part of the house in which that is; who asks about one session sees its holds alone. */
function visitsOf(asker: Asker, query: Part): SQL {
  if (query.session) return ofPart(sql`session_id`, asker, query)
  const condition = partOf(asker, query)
  return condition ? sql`event_id in (select e.id from events e left join sessions s on s.event_id = e.id where ${condition})` : sql`true`
}
