import { sql } from 'drizzle-orm'
import { check, integer, jsonb, pgTable, text, uniqueIndex, uuid } from 'drizzle-orm/pg-core'
import type { PlanDocument } from '#shared/seating/plan-document.ts'
import { users } from './accounts.ts'
import { bytes, createdAt, id, instant } from './columns.ts'
import { venues } from './venues.ts'

/**
 * A seating plan: one immutable version of how a hall is laid out (a trigger refuses updates).
 * Seats have no rows of their own: a seat is its index in the plan, so that a stadium is one row here
 * and a session costs nothing until somebody claims a seat.
 */
export const seatingPlans = pgTable('seating_plans', {
  id: id(),
  venueId: uuid('venue_id').notNull().references(() => venues.id),
  /** Which hall of the venue; the versions of one hall share it. */
  hall: text('hall').notNull(),
  version: integer('version').notNull(),
  nameEn: text('name_en').notNull(),
  nameZh: text('name_zh').notNull(),
  seatCount: integer('seat_count').notNull(),
  standingCapacity: integer('standing_capacity').notNull(),
  /** The columnar JSON of shared/seating/plan-codec.ts, compressed by brotli. */
  geometry: bytes('geometry').notNull(),
  /** SHA-256 of the uncompressed JSON, hex: the plan's address in caches. */
  contentHash: text('content_hash').notNull(),
  createdAt: createdAt()
}, t => [
  uniqueIndex('seating_plans_hall_version').on(t.venueId, t.hall, t.version),
  check('seating_plans_sellable', sql`${t.seatCount} >= 0 and ${t.standingCapacity} >= 0 and ${t.seatCount} + ${t.standingCapacity} > 0`)
])

export type SeatingPlanRow = typeof seatingPlans.$inferSelect

/** A plan that is being drawn: one for each hall of a venue. It belongs to whoever may edit the venue; what is sold from is untouched. */
export const planDrafts = pgTable('plan_drafts', {
  id: id(),
  venueId: uuid('venue_id').notNull().references(() => venues.id, { onDelete: 'cascade' }),
  hall: text('hall').notNull(),
  document: jsonb('document').$type<PlanDocument>().notNull(),
  /** Counts up with each change: two tabs cannot overwrite each other unseen. */
  version: integer('version').notNull().default(1),
  /** The plan that it was begun from or last published as. */
  basedOn: uuid('based_on').references(() => seatingPlans.id, { onDelete: 'set null' }),
  createdAt: createdAt(),
  updatedAt: instant('updated_at').notNull().default(sql`now()`),
  updatedBy: uuid('updated_by').notNull().references(() => users.id)
}, t => [uniqueIndex('plan_drafts_hall').on(t.venueId, t.hall)])

export type PlanDraftRow = typeof planDrafts.$inferSelect
