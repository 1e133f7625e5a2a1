import { type SQL, and, desc, eq, inArray, sql } from 'drizzle-orm'
import { z } from 'zod'
import type { Database } from '#drizzle/database.ts'
import { events, orders, sessions } from '#drizzle/schema/index.ts'
import { occasionsOf } from '#server/domain/orders/index.ts'
import type { DeskOrdersReply } from '#shared/api/order-desk.ts'
import { decodeCursor, encodeCursor } from '#shared/paging/cursor.ts'
import { type Desk, isDesks } from './desk.ts'
import { isMeant } from './order-words.ts'

const DEFAULT_LIMIT = 50
/** When the last one was written, to the microsecond as PostgreSQL says it, and its id. */
const position = z.tuple([z.string().regex(/^[\d-]{10} [\d:.]{8,15}\+00$/), z.uuid()])

export interface OrdersWish { q?: string, state?: (typeof orders.$inferSelect)['state'], eventId?: string, sessionId?: string, cursor?: string, limit?: number }

/**
 * Orders of a desk, the newest first, a page at a time: all, or those that are meant. Three queries, however many there are.
 * Another publisher's event or session has none. @throws `invalid-input` for a broken cursor
 */
export async function findOrders({ db }: { db: Database }, desk: Desk, wish: OrdersWish): Promise<DeskOrdersReply> {
  const limit = wish.limit ?? DEFAULT_LIMIT
  const after = wish.cursor ? decodeCursor(position, wish.cursor) : null
  const conditions = and(wish.state && inState(wish.state), after ? sql`(${orders.createdAt}, ${orders.id}) < (${after[0]}::timestamptz, ${after[1]}::uuid)` : undefined, wish.q ? isMeant(wish.q) : undefined)
  const found = await (isOfAll(desk, wish) || wish.q ? amongAll(db, desk, wish, conditions, limit + 1) : newestOfSessions(db, desk, wish, conditions, limit + 1))
  const page = found.slice(0, limit)
  const rows = page.length ? await db.select({ order: orders, isOver, ticketCount: sql<number>`(select coalesce(sum(l.quantity), 0)::int from order_lines l where l.order_id = "orders"."id")` }).from(orders).where(inArray(orders.id, page.map(one => one.id))).orderBy(...NEWEST) : []
  const occasions = await occasionsOf(db, rows.map(row => row.order.sessionId))
  return {
    orders: rows.map(({ order, ticketCount, isOver: over }) => ({
      id: order.id, reference: order.reference, state: over ? 'expired' : order.state, occasion: occasions.get(order.sessionId)!, contact: { name: order.contactName, email: order.contactEmail },
      ticketCount, total: { amountMinor: order.totalMinor, currency: order.currency }, createdAt: order.createdAt.toISOString()
    })),
    nextCursor: found.length > limit ? encodeCursor([page.at(-1)!.at, page.at(-1)!.id]) : null
  }
}

interface Place { id: string, at: string }
const PLACE = { id: orders.id, at: sql<string>`(${orders.createdAt} at time zone 'UTC')::text || '+00'`.as('at') }
const NEWEST = [desc(orders.createdAt), desc(orders.id)] as const

/** Nobody needs to have expired it yet: when its time is over it is expired for whoever looks. */
const isOver = sql<boolean>`${orders.state} = 'pending' and ${orders.expiresAt} <= now()`

function inState(state: NonNullable<OrdersWish['state']>): SQL | undefined {
  if (state === 'pending') return and(eq(orders.state, 'pending'), sql`not (${isOver})`)
  if (state === 'expired') return sql`(${orders.state} = 'expired' or (${isOver}))`
  return eq(orders.state, state)
}

const isOfAll = (desk: Desk, wish: OrdersWish) => desk.role === 'admin' && !wish.eventId && !wish.sessionId

const ofWish = (desk: Desk, wish: OrdersWish) => and(isDesks(desk), wish.eventId ? eq(sessions.eventId, wish.eventId) : undefined, wish.sessionId ? eq(sessions.id, wish.sessionId) : undefined)

async function amongAll(db: Database, desk: Desk, wish: OrdersWish, conditions: SQL | undefined, limit: number): Promise<Place[]> {
  return await db.select(PLACE).from(orders).innerJoin(sessions, eq(sessions.id, orders.sessionId)).innerJoin(events, eq(events.id, sessions.eventId))
    .where(and(conditions, ofWish(desk, wish))).orderBy(...NEWEST).limit(limit)
}

/** The newest of each session, and of those the newest: a publisher with few orders does not wait for a walk through those of the whole house. */
async function newestOfSessions(db: Database, desk: Desk, wish: OrdersWish, conditions: SQL | undefined, limit: number): Promise<Place[]> {
  const its = db.select({ ...PLACE, createdAt: orders.createdAt }).from(orders).where(and(sql`${orders.sessionId} = ${sessions.id}`, conditions)).orderBy(...NEWEST).limit(limit).as('its')
  return await db.select({ id: its.id, at: its.at }).from(sessions).innerJoin(events, eq(events.id, sessions.eventId)).innerJoinLateral(its, sql`true`).where(ofWish(desk, wish)).orderBy(desc(its.createdAt), desc(its.id)).limit(limit)
}
