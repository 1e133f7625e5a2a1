import { type SQL, sql } from 'drizzle-orm'
import { type AnyPgColumn, bigint, check, index, integer, jsonb, pgEnum, pgTable, primaryKey, text, uniqueIndex, uuid } from 'drizzle-orm/pg-core'
import type { FrozenChangeTerms } from '#shared/refunds/change.ts'
import type { FrozenTerms } from '#shared/refunds/terms.ts'
import { locale, users } from './accounts.ts'
import { sessions } from './catalogue.ts'
import { createdAt, id, instant } from './columns.ts'
import { ticketTypes } from './pricing.ts'
import { promoCodes } from './publishing.ts'
import { tickets } from './tickets.ts'

export const orderState = pgEnum('order_state', ['pending', 'paid', 'expired', 'cancelled', 'partially_refunded', 'refunded'])

/**
 * By what somebody at a desk finds an order: each word of the buyer's name, and his address, in small letters. Words are cut at spaces
 * alone, since PostgreSQL's own parsers take addresses apart, each in its way.
 */
export function orderWords(name: AnyPgColumn, email: AnyPgColumn): SQL {
  return sql`array_to_tsvector(array_remove(string_to_array(lower(${name} || ' ' || ${email}), ' '), ''))`
}

export const orders = pgTable('orders', {
  id: id(),
  /** What people read out on the phone, for example `FY-7K3M-QX9D`. */
  reference: text('reference').notNull().unique(),
  sessionId: uuid('session_id').notNull().references(() => sessions.id),
  /** Null for a guest, who owns the order by `guestSecretHash`. */
  userId: uuid('user_id').references(() => users.id),
  guestSecretHash: text('guest_secret_hash'),
  /** The same secret sealed with a key of the house, so that mails can carry a link that works. */
  guestSecretSealed: text('guest_secret_sealed'),
  /** Of a guest's order that was taken into an account: what his link proved before, so that it can say where the order is. */
  formerSecretHash: text('former_secret_hash'),
  contactEmail: text('contact_email').notNull(),
  contactName: text('contact_name').notNull(),
  locale: locale('locale').notNull(),
  /** One person for the per-person limit: `user:<id>`, `email:<address>`, or `guest-list:<id>`, which no limit counts. */
  personKey: text('person_key').notNull(),
  /** The same person by his e-mail address, however it is written, hashed by a key of the house: that of his account, or the one that a guest gave. */
  personEmailHash: text('person_email_hash'),
  state: orderState('state').notNull().default('pending'),
  totalMinor: bigint('total_minor', { mode: 'number' }).notNull(),
  /** The code that made it cheaper, and by how much; `totalMinor` is after it. */
  promoCodeId: uuid('promo_code_id').references((): AnyPgColumn => promoCodes.id),
  discountMinor: bigint('discount_minor', { mode: 'number' }).notNull().default(0),
  currency: text('currency').notNull(),
  /** On what terms it may be given back, frozen when it was written. */
  refundTerms: jsonb('refund_terms').$type<FrozenTerms>(),
  /** Kept as a fee of what was given back. */
  keptFeeMinor: bigint('kept_fee_minor', { mode: 'number' }).notNull().default(0),
  /** Until when its tickets may be changed for others, frozen in the same way. */
  changeTerms: jsonb('change_terms').$type<FrozenChangeTerms>(),
  /** It takes the place of this ticket, which ends when it is paid. The deal is frozen: what is kept of the old ticket's price, */
  changesTicketId: uuid('changes_ticket_id').references((): AnyPgColumn => tickets.id),
  changeFeeMinor: bigint('change_fee_minor', { mode: 'number' }).notNull().default(0),
  /** what of it pays this order (`orderCredits`), and what is more than this one costs and goes back. */
  creditMinor: bigint('credit_minor', { mode: 'number' }).notNull().default(0),
  changeBackMinor: bigint('change_back_minor', { mode: 'number' }).notNull().default(0),
  /** SHA-256 of the hold token that became this order: the same hold never makes two. */
  holdHash: text('hold_hash').notNull(),
  createdAt: createdAt(),
  /** By the clock of Postgres; after it an unpaid order loses its seats to whoever asks. */
  expiresAt: instant('expires_at').notNull(),
  /**
   * Until when it can be paid, where that is sooner: while a provider may still take money, the places are kept longer than that, so
   * that nobody pays for what is sold to another. Null: until `expiresAt`.
   */
  payableUntil: instant('payable_until'),
  paidAt: instant('paid_at'),
  closedAt: instant('closed_at')
}, t => [
  uniqueIndex('orders_hold_unique').on(t.holdHash),
  index('orders_user').on(t.userId, t.createdAt),
  // For the desk: the newest of a publisher's sessions, and whoever is called so (server/domain/order-desk/order-words.ts).
  index('orders_session_newest').on(t.sessionId, t.createdAt, t.id),
  index('orders_words').using('gin', orderWords(t.contactName, t.contactEmail)),
  // Rows lie in the order of time: what is new is found by a few bytes for each 128 pages.
  index('orders_recent').using('brin', t.createdAt),
  index('orders_guest_address').on(t.contactEmail).where(sql`${t.userId} is null`),
  // Of what was ordered and paid lately, for statistics.
  index('orders_created').on(t.createdAt),
  index('orders_paid').on(t.paidAt).where(sql`${t.paidAt} is not null`),
  index('orders_session_person').on(t.sessionId, t.personKey),
  index('orders_session_person_email').on(t.sessionId, t.personEmailHash).where(sql`${t.personEmailHash} is not null`),
  index('orders_due').on(t.expiresAt).where(sql`${t.state} = 'pending'`),
  index('orders_closing').on(t.payableUntil).where(sql`${t.state} = 'pending' and ${t.payableUntil} is not null`),
  // A ticket is changed once.
  uniqueIndex('orders_one_change').on(t.changesTicketId).where(sql`${t.paidAt} is not null`),
  index('orders_changes').on(t.changesTicketId).where(sql`${t.changesTicketId} is not null`),
  check('orders_change', sql`${t.creditMinor} between 0 and ${t.totalMinor} and ${t.changeFeeMinor} >= 0 and ${t.changeBackMinor} >= 0 and (${t.changesTicketId} is not null or ${t.creditMinor} + ${t.changeFeeMinor} + ${t.changeBackMinor} = 0)`),
  check('orders_owned', sql`(${t.userId} is null) <> (${t.guestSecretHash} is null)`),
  check('orders_total', sql`${t.totalMinor} >= 0 and ${t.discountMinor} >= 0`),
  check('orders_paid_at', sql`${t.state} not in ('paid', 'partially_refunded', 'refunded') or ${t.paidAt} is not null`)
])

/** One ticket to be: a seat, or one or more standing places, at the price frozen by the hold. */
export const orderLines = pgTable('order_lines', {
  id: id(),
  orderId: uuid('order_id').notNull().references(() => orders.id),
  ticketTypeId: uuid('ticket_type_id').notNull().references(() => ticketTypes.id),
  seatIndex: integer('seat_index'),
  areaKey: text('area_key'),
  quantity: integer('quantity').notNull(),
  unitPriceMinor: bigint('unit_price_minor', { mode: 'number' }).notNull(),
  /** Off the whole line; those of an order sum to its own. */
  discountMinor: bigint('discount_minor', { mode: 'number' }).notNull().default(0),
  /** As printed on the ticket, frozen: plans and names may change, what was bought may not. */
  labels: jsonb('labels').$type<FrozenLabels>().notNull()
}, t => [
  index('order_lines_order').on(t.orderId),
  check('order_lines_seat_or_area', sql`(${t.seatIndex} is null) <> (${t.areaKey} is null)`),
  check('order_lines_quantity', sql`${t.quantity} > 0 and (${t.seatIndex} is null or ${t.quantity} = 1)`),
  check('order_lines_price', sql`${t.unitPriceMinor} >= 0 and ${t.discountMinor} between 0 and ${t.unitPriceMinor} * ${t.quantity}`)
])

export interface FrozenLabels {
  ticketTypeEn: string
  ticketTypeZh: string
  /** Section or area. */
  sectionEn: string
  sectionZh: string
  row?: string
  /** The row is a table. */
  isTable?: true
  seat?: string
}

/** A write that was asked with an Idempotency-Key, and what was answered. */
export const idempotencyKeys = pgTable('idempotency_keys', {
  /** Who asked: `user:<id>`, `visitor:<id>`. Keys of different people never meet. */
  scope: text('scope').notNull(),
  key: text('key').notNull(),
  /** SHA-256 of method, path and body: the same key with another request is refused. */
  requestHash: text('request_hash').notNull(),
  /** Null while the first request is at work. */
  status: integer('status'),
  headers: jsonb('headers').$type<Record<string, string>>(),
  body: text('body'),
  createdAt: createdAt(),
  /** A worker that died gives the key free at this time. */
  lockedUntil: instant('locked_until').notNull()
}, t => [
  primaryKey({ columns: [t.scope, t.key] }),
  index('idempotency_keys_age').on(t.createdAt)
])

export type OrderRow = typeof orders.$inferSelect
export type OrderLineRow = typeof orderLines.$inferSelect
