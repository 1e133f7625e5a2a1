import { sql } from 'drizzle-orm'
import { bigint, check, foreignKey, index, integer, pgEnum, pgTable, primaryKey, text, uniqueIndex, uuid } from 'drizzle-orm/pg-core'
import { sessions } from './catalogue.ts'
import { createdAt, id, instant } from './columns.ts'
import { standingStock } from './inventory.ts'

/** What places are kept for. `closed` ones are not sold at all; the others may be opened by codes or given to guests. */
export const allotmentKind = pgEnum('allotment_kind', ['house', 'closed', 'guests', 'sponsors', 'fans', 'accessible'])

/** Places of a session kept from the public under a name, until they are released: by somebody, or by themselves at a time. */
export const allotments = pgTable('allotments', {
  id: id(),
  sessionId: uuid('session_id').notNull().references(() => sessions.id),
  kind: allotmentKind('kind').notNull(),
  name: text('name').notNull(),
  /** For those who work at the desk. */
  note: text('note').notNull().default(''),
  /** From then on, by the clock of Postgres, its places are everybody's, whether or not anybody has tidied up. */
  releasesAt: instant('releases_at'),
  releasedAt: instant('released_at'),
  createdAt: createdAt()
}, t => [
  index('allotments_session').on(t.sessionId),
  index('allotments_due').on(t.releasesAt).where(sql`${t.releasedAt} is null and ${t.releasesAt} is not null`)
])

/**
 * Which allotment keeps a seat; null: none any more. The row says nothing of who owns the seat: a seat sold out of an allotment
 * stays in it, and is kept again when it comes back.
 */
export const seatAllotments = pgTable('seat_allotments', {
  sessionId: uuid('session_id').notNull().references(() => sessions.id),
  seatIndex: integer('seat_index').notNull(),
  allotmentId: uuid('allotment_id').references(() => allotments.id),
  /** Grows with every change, from the sequence of the claims: lets Redis ignore news that come late. */
  seq: bigint('seq', { mode: 'number' }).notNull().default(sql`nextval('claims_seq')`)
}, t => [
  primaryKey({ columns: [t.sessionId, t.seatIndex] }),
  index('seat_allotments_allotment').on(t.allotmentId)
])

/** Standing places that an allotment keeps; those not `used` are in `standing_stock.kept`. Gone when the allotment is released. */
export const standingAllotments = pgTable('standing_allotments', {
  allotmentId: uuid('allotment_id').notNull().references(() => allotments.id),
  sessionId: uuid('session_id').notNull(),
  areaKey: text('area_key').notNull(),
  quantity: integer('quantity').notNull(),
  /** Sold or being paid for out of it. */
  used: integer('used').notNull().default(0),
  seq: bigint('seq', { mode: 'number' }).notNull().default(sql`nextval('claims_seq')`)
}, t => [
  primaryKey({ columns: [t.allotmentId, t.areaKey] }),
  foreignKey({ name: 'standing_allotments_stock', columns: [t.sessionId, t.areaKey], foreignColumns: [standingStock.sessionId, standingStock.areaKey] }),
  index('standing_allotments_session').on(t.sessionId),
  check('standing_allotments_used', sql`${t.used} between 0 and ${t.quantity}`)
])

/** A code that opens an allotment to whoever has it. */
export const accessCodes = pgTable('access_codes', {
  id: id(),
  sessionId: uuid('session_id').notNull().references(() => sessions.id),
  allotmentId: uuid('allotment_id').notNull().references(() => allotments.id),
  /** In capitals; unique in its session. */
  code: text('code').notNull(),
  /** Places for all who have it together. */
  places: integer('places').notNull(),
  /** Sold or being paid for: the sum of its live claims. */
  used: integer('used').notNull().default(0),
  /** Places for one person; null: as many as anybody may buy. */
  perPerson: integer('per_person'),
  startsAt: instant('starts_at'),
  endsAt: instant('ends_at'),
  retiredAt: instant('retired_at'),
  createdAt: createdAt()
}, t => [
  uniqueIndex('access_codes_code').on(t.sessionId, t.code),
  index('access_codes_allotment').on(t.allotmentId),
  check('access_codes_used', sql`${t.used} between 0 and ${t.places}`),
  check('access_codes_per_person', sql`${t.perPerson} > 0`)
])

export type AllotmentRow = typeof allotments.$inferSelect
export type AccessCodeRow = typeof accessCodes.$inferSelect
