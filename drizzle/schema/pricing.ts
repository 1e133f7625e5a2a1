import { sql } from 'drizzle-orm'
import { bigint, check, index, integer, jsonb, pgTable, primaryKey, text, uniqueIndex, uuid } from 'drizzle-orm/pg-core'
import type { PriceCause, RulesFollowed } from '#shared/pricing/price-cause.ts'
import type { PriceRules } from '#shared/pricing/price-rules.ts'
import { sessions } from './catalogue.ts'
import { id, instant } from './columns.ts'

/**
 * A price for a part of the hall in one session: all seats of a plan category, or one standing area.
 * Several may price the same part (adult, student). The price is all-in: nothing is added later.
 */
export const ticketTypes = pgTable('ticket_types', {
  id: id(),
  sessionId: uuid('session_id').notNull().references(() => sessions.id),
  nameEn: text('name_en').notNull(),
  nameZh: text('name_zh').notNull(),
  /** Key of a category of the session's plan. Seats of it, and standing areas of it, sell at this price. */
  categoryKey: text('category_key').notNull(),
  /** In force now. Where price rules move it, the last row of `prices` says the same. */
  priceMinor: bigint('price_minor', { mode: 'number' }).notNull(),
  /** ISO 4217. */
  currency: text('currency').notNull(),
  sortOrder: integer('sort_order').notNull().default(0),
  /** Narrower than the session's window where set. */
  saleStartsAt: instant('sale_starts_at'),
  saleEndsAt: instant('sale_ends_at'),
  /** Its key in the event's document. */
  documentKey: uuid('document_key'),
  /** Not sold any more; kept for the orders that have it. */
  retiredAt: instant('retired_at')
}, t => [
  index('ticket_types_session').on(t.sessionId),
  uniqueIndex('ticket_types_name_on_sale').on(t.sessionId, t.categoryKey, t.nameEn).where(sql`${t.retiredAt} is null`),
  uniqueIndex('ticket_types_document_key').on(t.sessionId, t.documentKey),
  check('ticket_types_price', sql`${t.priceMinor} >= 0`),
  check('ticket_types_currency', sql`${t.currency} ~ '^[A-Z]{3}$'`)
])

/** Ticket types whose price moves by approved rules. */
export const movingPrices = pgTable('moving_prices', {
  ticketTypeId: uuid('ticket_type_id').primaryKey().references(() => ticketTypes.id, { onDelete: 'cascade' }),
  /** The price of the document, which the rules reckon from. */
  startingMinor: bigint('starting_minor', { mode: 'number' }).notNull(),
  rules: jsonb('rules').$type<PriceRules>().notNull(),
  /** The publisher holds the rules off since then. */
  pausedAt: instant('paused_at')
})

/**
 * Every price that a ticket type with rules has had: the row with the highest number is in force. Rows are only added, one for each
 * number, so that of two who would change the same price one does.
 */
export const prices = pgTable('prices', {
  ticketTypeId: uuid('ticket_type_id').notNull().references(() => ticketTypes.id, { onDelete: 'cascade' }),
  number: integer('number').notNull(),
  priceMinor: bigint('price_minor', { mode: 'number' }).notNull(),
  /** What the rules asked for then: a price set by hand stays until they ask for something else. */
  targetMinor: bigint('target_minor', { mode: 'number' }).notNull(),
  /** Which rules it followed, so that the next change can say what is new. */
  follows: jsonb('follows').$type<RulesFollowed>().notNull(),
  fromAt: instant('from_at').notNull(),
  cause: jsonb('cause').$type<PriceCause>().notNull()
}, t => [
  primaryKey({ columns: [t.ticketTypeId, t.number] }),
  check('prices_price', sql`${t.priceMinor} >= 0`)
])

export type TicketTypeRow = typeof ticketTypes.$inferSelect
