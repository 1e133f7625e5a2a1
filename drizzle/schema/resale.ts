import { sql } from 'drizzle-orm'
import { bigint, check, index, integer, pgEnum, pgTable, text, uniqueIndex, uuid } from 'drizzle-orm/pg-core'
import { sessions } from './catalogue.ts'
import { createdAt, id, instant } from './columns.ts'
import { orderLines, orders } from './orders.ts'
import { tickets } from './tickets.ts'

export const resaleState = pgEnum('resale_state', ['open', 'locked', 'sold', 'withdrawn', 'lapsed'])

/**
 * A ticket that whoever paid for it offers to others. `open`: its place may be bought, and the ticket is good until then; `locked`: an
 * unpaid order has the place; `sold`: the ticket died and its price went back. Otherwise the ticket is what it was.
 */
export const resales = pgTable('resales', {
  id: id(),
  ticketId: uuid('ticket_id').notNull().references(() => tickets.id),
  /** Whose it is: the order and its line. */
  orderId: uuid('order_id').notNull().references(() => orders.id),
  orderLineId: uuid('order_line_id').notNull().references(() => orderLines.id),
  sessionId: uuid('session_id').notNull().references(() => sessions.id),
  seatIndex: integer('seat_index'),
  areaKey: text('area_key'),
  state: resaleState('state').notNull().default('open'),
  /** What was paid for the ticket, after discounts: nobody gets more for it. */
  paidMinor: bigint('paid_minor', { mode: 'number' }).notNull(),
  /** What went back, once it is sold. */
  backMinor: bigint('back_minor', { mode: 'number' }),
  /** The line that has the place now, while it is locked, and for good once it is sold. */
  buyerOrderId: uuid('buyer_order_id').references(() => orders.id),
  buyerLineId: uuid('buyer_line_id').references(() => orderLines.id),
  /** While it is open: kept for the waiting list until then, and saved for this entry of it, as `claims` are. */
  keptUntil: instant('kept_until'),
  keptFor: uuid('kept_for'),
  createdAt: createdAt(),
  decidedAt: instant('decided_at')
}, t => [
  uniqueIndex('resales_one_live').on(t.ticketId).where(sql`${t.state} in ('open', 'locked')`),
  index('resales_live').on(t.sessionId, t.seatIndex).where(sql`${t.state} in ('open', 'locked')`),
  index('resales_order').on(t.orderId),
  index('resales_buyer').on(t.buyerOrderId).where(sql`${t.buyerOrderId} is not null`),
  index('resales_kept').on(t.sessionId).where(sql`${t.keptUntil} is not null`),
  check('resales_place', sql`(${t.seatIndex} is null) <> (${t.areaKey} is null)`),
  check('resales_buyer_known', sql`(${t.state} in ('locked', 'sold')) = (${t.buyerLineId} is not null) and (${t.buyerLineId} is null) = (${t.buyerOrderId} is null)`),
  check('resales_back', sql`(${t.state} = 'sold') = (${t.backMinor} is not null) and coalesce(${t.backMinor} between 0 and ${t.paidMinor}, true)`)
])

export type ResaleRow = typeof resales.$inferSelect
