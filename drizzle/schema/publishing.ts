import { sql } from 'drizzle-orm'
import { bigint, check, index, integer, jsonb, pgEnum, pgTable, primaryKey, text, uniqueIndex, uuid } from 'drizzle-orm/pg-core'
import type { EventDocument, EventDraftDocument } from '#shared/publishing/event-document.ts'
import type { EventChange } from '#shared/publishing/event-change.ts'
import { users } from './accounts.ts'
import { events } from './catalogue.ts'
import { createdAt, id, instant } from './columns.ts'

/** What a publisher is working on: one for each event. What visitors see is untouched until it is approved. */
export const eventDrafts = pgTable('event_drafts', {
  eventId: uuid('event_id').primaryKey().references(() => events.id, { onDelete: 'cascade' }),
  document: jsonb('document').$type<EventDraftDocument>().notNull(),
  /** Counts up with each change: two tabs cannot overwrite each other unseen. */
  version: integer('version').notNull().default(1),
  updatedAt: instant('updated_at').notNull().default(sql`now()`),
  updatedBy: uuid('updated_by').notNull().references(() => users.id)
})

export const submissionState = pgEnum('submission_state', ['pending', 'approved', 'rejected', 'withdrawn'])
/** `first`: never approved before. `large`: time, place, price, or a name that is another one. `small`: the rest. */
export const submissionSize = pgEnum('submission_size', ['first', 'small', 'large'])

/** A draft as it was handed in for approval, and what became of it. */
export const submissions = pgTable('submissions', {
  id: id(),
  eventId: uuid('event_id').notNull().references(() => events.id),
  /** 1, 2, 3 ... of its event. */
  number: integer('number').notNull(),
  state: submissionState('state').notNull().default('pending'),
  size: submissionSize('size').notNull(),
  document: jsonb('document').$type<EventDocument>().notNull(),
  /** What was approved when it was handed in; null at the first time. */
  base: jsonb('base').$type<EventDocument>(),
  /** The difference, computed once. */
  changes: jsonb('changes').$type<EventChange[]>().notNull().default([]),
  /** What the publisher says to the reviewer. */
  note: text('note'),
  submittedBy: uuid('submitted_by').notNull().references(() => users.id),
  submittedAt: instant('submitted_at').notNull().default(sql`now()`),
  assignedTo: uuid('assigned_to').references(() => users.id),
  assignedAt: instant('assigned_at'),
  decidedBy: uuid('decided_by').references(() => users.id),
  decidedAt: instant('decided_at'),
  reason: text('reason')
}, t => [
  uniqueIndex('submissions_one_open').on(t.eventId).where(sql`${t.state} = 'pending'`),
  uniqueIndex('submissions_number').on(t.eventId, t.number),
  index('submissions_queue').on(t.state, t.submittedAt)
])

/** A picture that somebody uploaded, re-encoded in several sizes; the bytes are in the file store. */
export const images = pgTable('images', {
  id: id(),
  ownerId: uuid('owner_id').notNull().references(() => users.id),
  /** `cover`, `avatar`, or `view`: what one sees from a section of a hall. */
  purpose: text('purpose').notNull(),
  width: integer('width').notNull(),
  height: integer('height').notNull(),
  /** Widths in px that are stored; `<id>/<width>.webp` in the file store. */
  widths: integer('widths').array().notNull(),
  createdAt: createdAt()
}, t => [index('images_owner').on(t.ownerId)])

/** A code that makes tickets of one event cheaper. */
export const promoCodes = pgTable('promo_codes', {
  id: id(),
  eventId: uuid('event_id').notNull().references(() => events.id),
  /** In the event's document. */
  documentKey: uuid('document_key').notNull(),
  /** Upper case. */
  code: text('code').notNull(),
  /** Exactly one of the two: per cent off each ticket, or an amount off each ticket. */
  percentOff: integer('percent_off'),
  amountOffMinor: bigint('amount_off_minor', { mode: 'number' }),
  /** Orders that may use it; null: any number. */
  maxUses: integer('max_uses'),
  /** Orders that do: pending and paid. One conditional update guards it (T-10). */
  uses: integer('uses').notNull().default(0),
  startsAt: instant('starts_at'),
  endsAt: instant('ends_at'),
  retiredAt: instant('retired_at'),
  createdAt: createdAt()
}, t => [
  uniqueIndex('promo_codes_code').on(t.eventId, t.code).where(sql`${t.retiredAt} is null`),
  uniqueIndex('promo_codes_document_key').on(t.eventId, t.documentKey),
  check('promo_codes_one_kind', sql`(${t.percentOff} is null) <> (${t.amountOffMinor} is null)`),
  check('promo_codes_percent', sql`${t.percentOff} between 1 and 100`),
  check('promo_codes_amount', sql`${t.amountOffMinor} > 0`),
  check('promo_codes_uses', sql`${t.uses} >= 0 and (${t.maxUses} is null or ${t.uses} <= ${t.maxUses})`)
])

/** An event that somebody keeps an eye on. */
export const favourites = pgTable('favourites', {
  userId: uuid('user_id').notNull().references(() => users.id, { onDelete: 'cascade' }),
  eventId: uuid('event_id').notNull().references(() => events.id, { onDelete: 'cascade' }),
  createdAt: createdAt()
}, t => [primaryKey({ columns: [t.userId, t.eventId] }), index('favourites_event').on(t.eventId), index('favourites_recent').using('brin', t.createdAt)])

/** "Tell me when it goes on sale." */
export const saleReminders = pgTable('sale_reminders', {
  userId: uuid('user_id').notNull().references(() => users.id, { onDelete: 'cascade' }),
  eventId: uuid('event_id').notNull().references(() => events.id, { onDelete: 'cascade' }),
  createdAt: createdAt(),
  remindedAt: instant('reminded_at')
}, t => [primaryKey({ columns: [t.userId, t.eventId] }), index('sale_reminders_waiting').on(t.eventId).where(sql`${t.remindedAt} is null`)])

/** A run of an import: what was asked, and how each row came out. */
export const importRuns = pgTable('import_runs', {
  id: id(),
  userId: uuid('user_id').notNull().references(() => users.id),
  /** `events` or `customers`. */
  kind: text('kind').notNull(),
  fileName: text('file_name').notNull(),
  /** Which column means what (shared/api/imports.ts). */
  mapping: jsonb('mapping').$type<Record<string, unknown>>().notNull(),
  isDryRun: integer('is_dry_run').notNull().default(0),
  outcome: jsonb('outcome').$type<Record<string, unknown>>().notNull().default({}),
  createdAt: createdAt(),
  finishedAt: instant('finished_at'),
  /** When somebody asked for its people to be invited. */
  invitedAt: instant('invited_at')
}, t => [index('import_runs_user').on(t.userId, t.createdAt)])

/** Which import brought an account, and whether its owner was written to. */
export const importedPeople = pgTable('imported_people', {
  userId: uuid('user_id').primaryKey().references(() => users.id, { onDelete: 'cascade' }),
  runId: uuid('run_id').notNull().references(() => importRuns.id, { onDelete: 'cascade' }),
  invitedAt: instant('invited_at')
}, t => [index('imported_people_run').on(t.runId, t.userId)])
