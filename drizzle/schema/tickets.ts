import { sql } from 'drizzle-orm'
import { index, integer, pgEnum, pgTable, text, uniqueIndex, uuid } from 'drizzle-orm/pg-core'
import { sessions } from './catalogue.ts'
import { createdAt, id, instant } from './columns.ts'
import { orderLines, orders } from './orders.ts'

export const ticketState = pgEnum('ticket_state', ['valid', 'used', 'refunded', 'transferred'])

/** The right of one person to one seat or place. Issued once, in the transaction that settles the payment. */
export const tickets = pgTable('tickets', {
  id: id(),
  orderId: uuid('order_id').notNull().references(() => orders.id),
  orderLineId: uuid('order_line_id').notNull().references(() => orderLines.id),
  /** 0-based among the tickets of its line (standing lines have several). */
  position: integer('position').notNull(),
  sessionId: uuid('session_id').notNull().references(() => sessions.id),
  seatIndex: integer('seat_index'),
  areaKey: text('area_key'),
  state: ticketState('state').notNull().default('valid'),
  /** 160 random bits, base32: what the code proves knowledge of. */
  secret: text('secret').notNull().unique(),
  createdAt: createdAt(),
  usedAt: instant('used_at'),
  /** Why it opens no door for now, whatever its state: `disputed` while a bank looks at its payment. Null: nothing stands in its way. */
  blockedReason: text('blocked_reason')
}, t => [
  // What was handed on has a successor at the same place; of the others there is one.
  uniqueIndex('tickets_line_position').on(t.orderLineId, t.position).where(sql`${t.state} <> 'transferred'`),
  uniqueIndex('tickets_one_live_per_seat').on(t.sessionId, t.seatIndex).where(sql`${t.seatIndex} is not null and ${t.state} in ('valid', 'used')`),
  index('tickets_order').on(t.orderId),
  index('tickets_session').on(t.sessionId)
])

export type TicketRow = typeof tickets.$inferSelect
