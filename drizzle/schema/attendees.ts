import { sql } from 'drizzle-orm'
import { check, index, integer, pgTable, text, uniqueIndex, uuid } from 'drizzle-orm/pg-core'
import { sessions } from './catalogue.ts'
import { createdAt, id, instant } from './columns.ts'
import { orderLines, orders } from './orders.ts'

/**
 * Who comes on which ticket, for shows that must know. The number of a document is sealed with a key of the house, and hashed with another
 * so that one document has one ticket of a session. Forgotten some time after the show.
 */
export const attendees = pgTable('attendees', {
  id: id(),
  sessionId: uuid('session_id').notNull().references(() => sessions.id),
  orderId: uuid('order_id').notNull().references(() => orders.id),
  orderLineId: uuid('order_line_id').notNull().references(() => orderLines.id),
  /** As of tickets: 0-based among those of the line. */
  position: integer('position').notNull(),
  /** These five are null when they are forgotten. */
  name: text('name'),
  documentKind: text('document_kind'),
  numberSealed: text('number_sealed'),
  numberHash: text('number_hash'),
  numberTail: text('number_tail'),
  createdAt: createdAt(),
  /** His ticket ended, or was never paid: somebody may come on his document again. */
  releasedAt: instant('released_at')
}, t => [
  uniqueIndex('attendees_one_a_ticket').on(t.orderLineId, t.position).where(sql`${t.releasedAt} is null`),
  uniqueIndex('attendees_one_a_document').on(t.sessionId, t.numberHash).where(sql`${t.releasedAt} is null`),
  index('attendees_order').on(t.orderId),
  check('attendees_known_or_forgotten', sql`num_nulls(${t.name}, ${t.documentKind}, ${t.numberSealed}, ${t.numberHash}, ${t.numberTail}) in (0, 5)`)
])

export type AttendeeRow = typeof attendees.$inferSelect
