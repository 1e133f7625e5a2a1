import { sql } from 'drizzle-orm'
import { type AnyPgColumn, boolean, check, index, integer, jsonb, pgEnum, pgTable, text, uniqueIndex, uuid } from 'drizzle-orm/pg-core'
import type { EventDocument } from '#shared/publishing/event-document.ts'
import type { ChangeTerms } from '#shared/refunds/change.ts'
import type { RefundTerms } from '#shared/refunds/terms.ts'
import { CODE_RULES } from '#shared/tickets/code-rule.ts'
import { users } from './accounts.ts'
import { createdAt, id, instant } from './columns.ts'
import { seatingPlans } from './seating.ts'
import { venues } from './venues.ts'

export const eventStatus = pgEnum('event_status', ['draft', 'pending', 'approved', 'rejected', 'cancelled', 'ended'])
/** Which codes the gates accept (shared/tickets/code-rule.ts). */
export const codeRule = pgEnum('code_rule', CODE_RULES)
export const sessionStatus = pgEnum('session_status', ['scheduled', 'cancelled'])

/** A tree: concerts > classical. */
export const categories = pgTable('categories', {
  id: id(),
  slug: text('slug').notNull().unique(),
  parentId: uuid('parent_id').references((): AnyPgColumn => categories.id),
  nameEn: text('name_en').notNull(),
  nameZh: text('name_zh').notNull(),
  sortOrder: integer('sort_order').notNull().default(0)
}, t => [check('categories_not_own_parent', sql`${t.parentId} <> ${t.id}`)])

/** Addresses that a category had before it was renamed or merged: they lead to what it is now, for ever. */
export const formerCategorySlugs = pgTable('former_category_slugs', {
  slug: text('slug').primaryKey(),
  categoryId: uuid('category_id').notNull().references(() => categories.id, { onDelete: 'cascade' })
}, t => [index('former_category_slugs_category').on(t.categoryId)])

/** Who performs or what is shown; in the shape that JSON-LD needs. */
export interface Performer { nameEn: string, nameZh: string, kind: 'person' | 'group' }

export const events = pgTable('events', {
  id: id(),
  slug: text('slug').notNull().unique(),
  status: eventStatus('status').notNull().default('draft'),
  /** Null only while nobody outside may see the event: a draft may lack it. */
  categoryId: uuid('category_id').references(() => categories.id),
  nameEn: text('name_en').notNull(),
  nameZh: text('name_zh').notNull(),
  /** One sentence for cards and search results. */
  summaryEn: text('summary_en').notNull(),
  summaryZh: text('summary_zh').notNull(),
  /** Markdown without HTML. */
  descriptionEn: text('description_en').notNull(),
  descriptionZh: text('description_zh').notNull(),
  organiserEn: text('organiser_en').notNull(),
  organiserZh: text('organiser_zh').notNull(),
  performers: jsonb('performers').$type<Performer[]>().notNull().default([]),
  /** Null: the generated poster of `posterSeed` is shown. */
  coverUrl: text('cover_url'),
  /** The uploaded cover that `coverUrl` serves. */
  coverImageId: uuid('cover_image_id'),
  posterSeed: text('poster_seed').notNull(),
  /** 0 to 100, the editors' choice for the front page; higher first. */
  featuredRank: integer('featured_rank').notNull().default(0),
  /** Which codes its tickets show, and its gates accept. */
  codeRule: codeRule('code_rule').notNull().default('fixed'),
  /** Whoever cannot come may offer his ticket to others (docs/resale.md). */
  allowsResale: boolean('allows_resale').notNull().default(true),
  /** Whoever comes is named with a document that proves it (attendees). */
  needsIdentity: boolean('needs_identity').notNull().default(false),
  createdBy: uuid('created_by').notNull().references(() => users.id),
  reviewedBy: uuid('reviewed_by').references(() => users.id),
  reviewReason: text('review_reason'),
  /** The document that visitors see the effect of; null until the first approval, and for events older than documents. */
  approvedDocument: jsonb('approved_document').$type<EventDocument>(),
  firstApprovedAt: instant('first_approved_at'),
  /** Where it was imported from, and its id there: importing it again changes it instead of making another. */
  externalSource: text('external_source'),
  externalId: text('external_id'),
  createdAt: createdAt(),
  updatedAt: instant('updated_at').notNull().default(sql`now()`)
}, t => [
  index('events_status_featured').on(t.status, t.featuredRank),
  index('events_category').on(t.categoryId),
  index('events_created_by').on(t.createdBy, t.updatedAt),
  uniqueIndex('events_external').on(t.createdBy, t.externalSource, t.externalId),
  check('events_public_in_category', sql`${t.categoryId} is not null or ${t.status} in ('draft', 'pending', 'rejected')`)
])

/** One performance of an event at a time and place. */
export const sessions = pgTable('sessions', {
  id: id(),
  eventId: uuid('event_id').notNull().references(() => events.id),
  venueId: uuid('venue_id').notNull().references(() => venues.id),
  planId: uuid('plan_id').notNull().references(() => seatingPlans.id),
  status: sessionStatus('status').notNull().default('scheduled'),
  startsAt: instant('starts_at').notNull(),
  endsAt: instant('ends_at').notNull(),
  doorsAt: instant('doors_at'),
  saleStartsAt: instant('sale_starts_at').notNull(),
  saleEndsAt: instant('sale_ends_at').notNull(),
  holdSeconds: integer('hold_seconds').notNull().default(600),
  /** Seats and standing places one person may have in this session. */
  perPersonLimit: integer('per_person_limit').notNull().default(6),
  /** Whether seats may be chosen so that a single one is left between taken ones, which hardly anybody buys. */
  allowsSingleSeats: boolean('allows_single_seats').notNull().default(false),
  /** On what terms its tickets may be given back; null: only where something was changed or cancelled. */
  refundTerms: jsonb('refund_terms').$type<RefundTerms>(),
  /** Until when its tickets may be changed for another seat or date; null: not at all. */
  changeTerms: jsonb('change_terms').$type<ChangeTerms>(),
  /** Seat indexes of the plan that are not for sale here (house seats, blocked view). */
  offSaleSeats: integer('off_sale_seats').array().notNull().default(sql`'{}'`),
  createdAt: createdAt()
}, t => [
  index('sessions_event_start').on(t.eventId, t.startsAt),
  index('sessions_start').on(t.startsAt),
  uniqueIndex('sessions_id_plan').on(t.id, t.planId),
  check('sessions_end_after_start', sql`${t.endsAt} > ${t.startsAt}`),
  check('sessions_sale_window', sql`${t.saleEndsAt} > ${t.saleStartsAt}`),
  check('sessions_limit', sql`${t.perPersonLimit} between 1 and 50`),
  check('sessions_hold_seconds', sql`${t.holdSeconds} between 1 and 3600`)
])

export type EventRow = typeof events.$inferSelect
export type SessionRow = typeof sessions.$inferSelect
