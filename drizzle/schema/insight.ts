import { sql } from 'drizzle-orm'
import { bigint, bigserial, boolean, check, index, integer, jsonb, pgTable, primaryKey, text, uuid } from 'drizzle-orm/pg-core'
import { users } from './accounts.ts'
import { instant } from './columns.ts'

/**
 * What people did before they bought. `view`, `click` and `search` come from browsers of people who consented; `hold` and `hold-extended`
 * from the house itself. What was ordered, paid and used stands in the tables of those. Partitioned by month of `at`
 * (server/domain/insight/behaviour/partitions.ts); nothing refers to it, and a month is thrown away whole.
 */
export const behaviour = pgTable('behaviour', {
  id: bigserial('id', { mode: 'number' }).notNull(),
  at: instant('at').notNull().default(sql`now()`),
  kind: text('kind', { enum: ['view', 'click', 'search', 'hold', 'hold-extended'] }).notNull(),
  eventId: uuid('event_id'),
  sessionId: uuid('session_id'),
  /** The browser, hashed by a key of the house. */
  visitor: text('visitor'),
  userId: uuid('user_id'),
  /** Path of the page, without language and query. */
  page: text('page'),
  /** What was clicked, or searched for. */
  details: jsonb('details').$type<Record<string, string | number>>().notNull().default({}),
  /** Of holds: SHA-256 of the token, as the order that it becomes has it; places, and until when it lasts. */
  holdHash: text('hold_hash'),
  places: integer('places'),
  until: instant('until')
}, t => [
  primaryKey({ columns: [t.at, t.id] }),
  index('behaviour_event').on(t.eventId, t.at).where(sql`${t.eventId} is not null`),
  index('behaviour_user').on(t.userId, t.at).where(sql`${t.userId} is not null`),
  index('behaviour_holds').on(t.at).where(sql`${t.holdHash} is not null`),
  check('behaviour_kind', sql`${t.kind} in ('view', 'click', 'search', 'hold', 'hold-extended')`),
  check('behaviour_hold', sql`(${t.kind} in ('hold', 'hold-extended')) = (${t.holdHash} is not null and ${t.until} is not null)`)
])

/**
 * Roll-ups: what happened in a quarter of an hour, which every zone of today begins its days with. Complete up to the instant in
 * `house_facts` (`stats-rolled-until`); what is later is read from the sources. Each can be made again from them (npm run stats:rebuild).
 */
const quarter = () => instant('quarter').notNull()

/** What was sold of a ticket type, and what became of its tickets. */
export const statsSales = pgTable('stats_sales', {
  quarter: quarter(),
  sessionId: uuid('session_id').notNull(),
  ticketTypeId: uuid('ticket_type_id').notNull(),
  currency: text('currency').notNull(),
  /** With a ticket of this type. */
  orders: integer('orders').notNull(),
  tickets: integer('tickets').notNull(),
  soldMinor: bigint('sold_minor', { mode: 'number' }).notNull(),
  discountMinor: bigint('discount_minor', { mode: 'number' }).notNull(),
  refundedTickets: integer('refunded_tickets').notNull(),
  changedTickets: integer('changed_tickets').notNull(),
  resoldTickets: integer('resold_tickets').notNull(),
  /** What the three had cost. */
  endedMinor: bigint('ended_minor', { mode: 'number' }).notNull(),
  /** Let in, less those that were taken back. */
  usedTickets: integer('used_tickets').notNull()
}, t => [primaryKey({ columns: [t.quarter, t.sessionId, t.ticketTypeId, t.currency] }), index('stats_sales_session').on(t.sessionId, t.quarter)])

/** Money that moved, as the ledger has it, and the orders that it paid. Points stand under the currency of the order, by the method `points`. */
export const statsMoney = pgTable('stats_money', {
  quarter: quarter(),
  sessionId: uuid('session_id').notNull(),
  currency: text('currency').notNull(),
  method: text('method').notNull(),
  /** Why it went back; empty for what came. */
  reason: text('reason').notNull(),
  orders: integer('orders').notNull(),
  creditMinor: bigint('credit_minor', { mode: 'number' }).notNull(),
  takenMinor: bigint('taken_minor', { mode: 'number' }).notNull(),
  backMinor: bigint('back_minor', { mode: 'number' }).notNull(),
  refunds: integer('refunds').notNull()
}, t => [primaryKey({ columns: [t.quarter, t.sessionId, t.currency, t.method, t.reason] }), index('stats_money_session').on(t.sessionId, t.quarter)])

/** What people did before they ordered. `sessionId` is the nil UUID where a step knows its event only. */
export const statsVisits = pgTable('stats_visits', {
  quarter: quarter(),
  eventId: uuid('event_id').notNull(),
  sessionId: uuid('session_id').notNull(),
  views: integer('views').notNull(),
  visits: integer('visits').notNull(),
  clicks: integer('clicks').notNull(),
  holds: integer('holds').notNull(),
  holdPlaces: integer('hold_places').notNull(),
  abandonedHolds: integer('abandoned_holds').notNull()
}, t => [primaryKey({ columns: [t.quarter, t.eventId, t.sessionId] }), index('stats_visits_event').on(t.eventId, t.quarter)])

/** Orders as they were written, and how those ended that were not paid. */
export const statsOrders = pgTable('stats_orders', {
  quarter: quarter(),
  sessionId: uuid('session_id').notNull(),
  orders: integer('orders').notNull(),
  expiredOrders: integer('expired_orders').notNull(),
  cancelledOrders: integer('cancelled_orders').notNull()
}, t => [primaryKey({ columns: [t.quarter, t.sessionId] }), index('stats_orders_session').on(t.sessionId, t.quarter)])

/** Accounts that did something. */
export const statsPeople = pgTable('stats_people', {
  quarter: quarter(),
  userId: uuid('user_id').notNull().references(() => users.id),
  hasOrdered: boolean('has_ordered').notNull()
}, t => [primaryKey({ columns: [t.quarter, t.userId] }), index('stats_people_user').on(t.userId)])
