import { and, desc, eq, inArray, ne, sql } from 'drizzle-orm'
import type { Queryable } from '#drizzle/database.ts'
import { claims, orders, resales, sessions } from '#drizzle/schema/index.ts'
import { keepingTruth } from './allotments/keeping.ts'
import type { HoldStore, SeatTruth } from './hold-store.ts'
import type { SaleSession } from './sale-session.ts'
import { truthOfAreas } from './truth-of-areas.ts'

/** How long a seat that is not sold is somebody's: kept for the waiting list, or being paid for. */
const UNTIL = sql<Date>`coalesce(${claims.keptUntil}, ${resales.keptUntil}, ${orders.expiresAt})`.mapWith(orders.expiresAt)
/** Of a sold seat: its owner offers it to anybody, or to the waiting list first. */
const OFFERED = sql<'to-all' | 'to-list' | null>`case when ${resales.keptUntil} is not null then 'to-list' when ${resales.id} is not null then 'to-all' end`
const isOpenResale = and(eq(resales.id, claims.resaleId), eq(resales.state, 'open'))

/** What Postgres knows of the seats that somebody owns or is paying for in a session. */
export async function liveTruth(db: Queryable, sessionId: string): Promise<SeatTruth[]> {
  const rows = await db.select({ seatIndex: claims.seatIndex, state: claims.state, seq: claims.seq, until: UNTIL, offered: OFFERED })
    .from(claims).innerJoin(orders, eq(orders.id, claims.orderId)).leftJoin(resales, isOpenResale)
    .where(and(eq(claims.sessionId, sessionId), ne(claims.state, 'released')))
  return rows.map(asTruth)
}

/** The newest fact about each of some seats, also of those that are free again. */
export async function truthOfSeats(db: Queryable, sessionId: string, seats: number[]): Promise<SeatTruth[]> {
  if (seats.length === 0) return []
  const rows = await db.selectDistinctOn([claims.seatIndex], { seatIndex: claims.seatIndex, state: claims.state, seq: claims.seq, until: UNTIL, offered: OFFERED })
    .from(claims).innerJoin(orders, eq(orders.id, claims.orderId)).leftJoin(resales, isOpenResale)
    .where(and(eq(claims.sessionId, sessionId), inArray(claims.seatIndex, seats)))
    .orderBy(claims.seatIndex, desc(claims.seq))
  return rows.map(asTruth)
}

function asTruth(row: { seatIndex: number, state: 'pending' | 'sold' | 'kept' | 'released', seq: number, until: Date, offered: 'to-all' | 'to-list' | null }): SeatTruth {
  if (row.state === 'released' || row.offered === 'to-all') return { seatIndex: row.seatIndex, state: 'free', seq: row.seq }
  if (row.state === 'sold' && row.offered === null) return { seatIndex: row.seatIndex, state: 'sold', seq: row.seq }
  return { seatIndex: row.seatIndex, state: 'pending', seq: row.seq, untilMs: row.until.getTime() }
}

/** Tells the hold store what Postgres decided about some seats. Safe to repeat and to be late: each fact carries its number. */
export async function tellStore(deps: { db: Queryable, holds: HoldStore }, sessionId: string, seats: number[]): Promise<void> {
  const [seatTruth, areaTruth] = await Promise.all([truthOfSeats(deps.db, sessionId, seats), truthOfAreas(deps.db, sessionId)])
  await deps.holds.tell(sessionId, { seats: seatTruth, areas: areaTruth })
}

const warming = new WeakMap<HoldStore, Map<string, Promise<void>>>()

/** Fills a store that knows nothing of the session, after a start or after all of Redis was lost: once, however many find it so. */
export async function warmStore(deps: { db: Queryable, holds: HoldStore }, sale: SaleSession): Promise<void> {
  const sessionId = sale.session.id
  const ofStore = warming.get(deps.holds) ?? new Map<string, Promise<void>>()
  warming.set(deps.holds, ofStore)
  const filling = ofStore.get(sessionId) ?? fill(deps, sale).finally(() => ofStore.delete(sessionId))
  ofStore.set(sessionId, filling)
  await filling
}

async function fill(deps: { db: Queryable, holds: HoldStore }, sale: SaleSession): Promise<void> {
  const sessionId = sale.session.id
  const [seats, keeping, areas, [session]] = await Promise.all([
    liveTruth(deps.db, sessionId), keepingTruth(deps.db, sessionId), truthOfAreas(deps.db, sessionId),
    // Read anew: seats that were opened since the sale was loaded must not be shut again.
    deps.db.select({ offSaleSeats: sessions.offSaleSeats }).from(sessions).where(eq(sessions.id, sessionId))
  ])
  await deps.holds.warm(sessionId, { seats: [...seats, ...keeping], areas, offSaleSeats: session?.offSaleSeats ?? [] })
}

/** Places of a person in a session that are paid or being paid for, by the clock of Postgres, less those that he gave back; by his address too, where it is given. */
export async function placesOf(db: Queryable, sessionId: string, personKey: string, personEmailHash: string | null = null): Promise<number> {
  const [row] = await db.execute<{ places: string }>(sql`
    select coalesce(sum(l.quantity - case when o.state = 'partially_refunded' then (
      select count(*) from tickets t where t.order_id = o.id and t.order_line_id = l.id and t.state in ('refunded', 'changed', 'resold')) else 0 end), 0) as places
    from orders o join order_lines l on l.order_id = o.id
    where o.session_id = ${sessionId} and (o.person_key = ${personKey} or o.person_email_hash = ${personEmailHash})
      and (o.state in ('paid', 'partially_refunded') or (o.state = 'pending' and o.expires_at > now()))`)
  return Number(row?.places ?? 0)
}

/** Whether a ticket still counts in a session: 1 or 0. Where `userId` is given, only if it is of an order of his. */
export async function heldTicketsOf(db: Queryable, sessionId: string, ticketId: string, userId?: string): Promise<number> {
  const [row] = await db.execute<{ tickets: string }>(sql`
    select count(*) as tickets from tickets t join orders o on o.id = t.order_id
    where t.id = ${ticketId} and t.session_id = ${sessionId} and t.state in ('valid', 'used') ${userId === undefined ? sql`` : sql`and o.user_id = ${userId}`}`)
  return Number(row?.tickets ?? 0)
}
