import { sql } from 'drizzle-orm'
import { type AnyPgColumn, bigint, bigserial, check, foreignKey, index, integer, pgEnum, pgSequence, pgTable, primaryKey, text, uniqueIndex, uuid } from 'drizzle-orm/pg-core'
import { sessions } from './catalogue.ts'
import { createdAt, instant } from './columns.ts'
import { orderLines, orders } from './orders.ts'

export const claimState = pgEnum('claim_state', ['pending', 'sold', 'kept', 'released'])

/**
 * The heart: who owns a seat of a session. `claims_one_live` is the rule that nothing can get round:
 * at most one claim that is not released, per session and seat.
 */
export const claimsSeq = pgSequence('claims_seq')

export const claims = pgTable('claims', {
  id: bigserial('id', { mode: 'number' }).primaryKey(),
  sessionId: uuid('session_id').notNull().references(() => sessions.id),
  seatIndex: integer('seat_index').notNull(),
  orderId: uuid('order_id').notNull().references((): AnyPgColumn => orders.id),
  orderLineId: uuid('order_line_id').notNull().references((): AnyPgColumn => orderLines.id),
  /** The access code that opened the seat to its owner, where it was kept. */
  accessCodeId: uuid('access_code_id'),
  state: claimState('state').notNull().default('pending'),
  /** Grows with every change of this seat (sequence claims_seq): lets Redis ignore news that come late. */
  seq: bigint('seq', { mode: 'number' }).notNull().default(sql`nextval('claims_seq')`),
  createdAt: createdAt(),
  releasedAt: instant('released_at'),
  /** Given back, and `kept` for the waiting list until then: nobody else gets it before. */
  keptUntil: instant('kept_until'),
  /** The entry of the waiting list that it is saved for, where it is for one. */
  keptFor: uuid('kept_for'),
  /** Sold, and offered to others by this open resale: whoever wants the seat may have it (schema/resale.ts). */
  resaleId: uuid('resale_id')
}, t => [
  uniqueIndex('claims_one_live').on(t.sessionId, t.seatIndex).where(sql`${t.state} <> 'released'`),
  index('claims_order').on(t.orderId),
  index('claims_session_seat').on(t.sessionId, t.seatIndex, t.seq),
  index('claims_kept').on(t.sessionId).where(sql`${t.keptUntil} is not null`),
  check('claims_released', sql`(${t.state} = 'released') = (${t.releasedAt} is not null)`)
])

/** Standing places of one area of a session: the counter that only conditional updates move. */
export const standingStock = pgTable('standing_stock', {
  sessionId: uuid('session_id').notNull().references(() => sessions.id),
  areaKey: text('area_key').notNull(),
  capacity: integer('capacity').notNull(),
  /** Paid and unexpired pending places together. */
  taken: integer('taken').notNull().default(0),
  /** Kept from the public by allotments, and not taken out of them yet. */
  kept: integer('kept').notNull().default(0),
  /** Of those taken, the ones that their owners offer to others: anybody may have them. */
  offered: integer('offered').notNull().default(0),
  seq: bigint('seq', { mode: 'number' }).notNull().default(sql`nextval('claims_seq')`)
}, t => [
  primaryKey({ columns: [t.sessionId, t.areaKey] }),
  check('standing_stock_never_oversold', sql`${t.taken} >= 0 and ${t.kept} >= 0 and ${t.taken} + ${t.kept} <= ${t.capacity}`),
  check('standing_stock_offered', sql`${t.offered} between 0 and ${t.taken}`)
])

/** Which order took how many places of which area; the counter above must equal their sum. */
export const standingClaims = pgTable('standing_claims', {
  orderLineId: uuid('order_line_id').primaryKey().references((): AnyPgColumn => orderLines.id),
  orderId: uuid('order_id').notNull().references((): AnyPgColumn => orders.id),
  sessionId: uuid('session_id').notNull(),
  areaKey: text('area_key').notNull(),
  quantity: integer('quantity').notNull(),
  /** The allotment that they were taken out of, and go back into while it lasts. */
  allotmentId: uuid('allotment_id'),
  accessCodeId: uuid('access_code_id'),
  state: claimState('state').notNull().default('pending'),
  keptUntil: instant('kept_until'),
  keptFor: uuid('kept_for')
}, t => [
  index('standing_claims_kept').on(t.sessionId).where(sql`${t.keptUntil} is not null`),
  foreignKey({ name: 'standing_claims_stock', columns: [t.sessionId, t.areaKey], foreignColumns: [standingStock.sessionId, standingStock.areaKey] }),
  index('standing_claims_session').on(t.sessionId, t.areaKey),
  index('standing_claims_order').on(t.orderId),
  check('standing_claims_quantity', sql`${t.quantity} > 0`)
])
