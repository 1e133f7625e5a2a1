import { sql } from 'drizzle-orm'
import { bigserial, index, integer, jsonb, pgTable, text } from 'drizzle-orm/pg-core'
import { createdAt, instant } from './columns.ts'

/** Messages written with the change that they tell of; the relay delivers each at least once, in order. */
export const outbox = pgTable('outbox', {
  id: bigserial('id', { mode: 'number' }).primaryKey(),
  /** For example `seats.changed`, `order.paid`. */
  topic: text('topic').notNull(),
  /** Messages of one key are delivered in order. */
  key: text('key').notNull(),
  payload: jsonb('payload').$type<Record<string, unknown>>().notNull(),
  createdAt: createdAt(),
  attempts: integer('attempts').notNull().default(0),
  notBefore: instant('not_before').notNull().default(sql`now()`),
  deliveredAt: instant('delivered_at'),
  lastError: text('last_error')
}, t => [index('outbox_waiting').on(t.id).where(sql`${t.deliveredAt} is null`)])

/** Small facts about this installation: keys made at first start, when the demo was seeded. */
export const houseFacts = pgTable('house_facts', {
  name: text('name').primaryKey(),
  value: jsonb('value').notNull(),
  updatedAt: createdAt()
})
