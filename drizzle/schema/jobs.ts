import { sql } from 'drizzle-orm'
import { bigint, bigserial, check, index, integer, jsonb, pgEnum, pgTable, text, uniqueIndex, uuid } from 'drizzle-orm/pg-core'
import { locale, users } from './accounts.ts'
import { events } from './catalogue.ts'
import { createdAt, id, instant } from './columns.ts'

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

export const jobRunState = pgEnum('job_run_state', ['waiting', 'running', 'done', 'skipped', 'dead'])

/**
 * One logical run of a job: `daily-reminder:2026-11-26` is there once, however often and by however many processes it is asked for.
 * `skipped`: it was missed, and a newer one does its work. `dead`: it failed too often, and waits for an admin.
 */
export const jobRuns = pgTable('job_runs', {
  id: id(),
  /** A name of server/jobs/jobs.ts. */
  job: text('job').notNull(),
  /** Job and logical time, or the thing that it is about. */
  runKey: text('run_key').notNull(),
  state: jobRunState('state').notNull().default('waiting'),
  /** What the run is about, for jobs that are about something. */
  params: jsonb('params').$type<Record<string, unknown>>().notNull().default({}),
  /** The time that it stands for, whenever it really runs. */
  logicalAt: instant('logical_at').notNull().default(sql`now()`),
  /** `schedule`, or the id of whoever asked for it. */
  askedBy: text('asked_by').notNull().default('schedule'),
  /** Tries since it last came further. */
  attempts: integer('attempts').notNull().default(0),
  nextTryAt: instant('next_try_at').notNull().default(sql`now()`),
  /** The process that has it: only who shows this token may write. It is free again after `leaseUntil`. */
  leaseToken: uuid('lease_token'),
  leaseUntil: instant('lease_until'),
  /** How far it is; `total` is null where nobody can tell. */
  done: bigint('done', { mode: 'number' }).notNull().default(0),
  total: bigint('total', { mode: 'number' }),
  /** Where it goes on after a break: written in the transaction of what was done up to there. */
  cursor: jsonb('cursor').$type<unknown>(),
  /** What came of it, in numbers: `{ sent: 12 }`. */
  result: jsonb('result').$type<Record<string, number>>().notNull().default({}),
  /** Why the last try failed. */
  error: text('error'),
  createdAt: createdAt(),
  startedAt: instant('started_at'),
  finishedAt: instant('finished_at')
}, t => [
  uniqueIndex('job_runs_once').on(t.runKey),
  index('job_runs_due').on(t.nextTryAt).where(sql`${t.state} in ('waiting', 'running')`),
  index('job_runs_dead').on(t.finishedAt).where(sql`${t.state} = 'dead'`),
  index('job_runs_job').on(t.job, t.logicalAt),
  check('job_runs_leased', sql`(${t.state} = 'running') = (${t.leaseToken} is not null) and (${t.leaseToken} is null) = (${t.leaseUntil} is null)`)
])

/** A table that somebody asked for as a file. The run `export:<id>` makes it; the file is fetched for a while by whoever asked, and by nobody else. */
export const tableExports = pgTable('table_exports', {
  id: id(),
  userId: uuid('user_id').notNull().references(() => users.id, { onDelete: 'cascade' }),
  /** A name of shared/api/exports.ts. */
  kind: text('kind').notNull(),
  /** `csv` or `xlsx`. */
  format: text('format').notNull(),
  locale: locale('locale').notNull(),
  /** Of one event only; null: of all that are the asker's. */
  eventId: uuid('event_id').references(() => events.id, { onDelete: 'cascade' }),
  /** `own`: of the asker's events. `house`: of everybody's, for admins. */
  scope: text('scope').notNull().default('own'),
  /** In the file store; null until it is made, and again when it is thrown away. */
  fileKey: text('file_key'),
  bytes: bigint('bytes', { mode: 'number' }),
  createdAt: createdAt(),
  readyAt: instant('ready_at'),
  expiresAt: instant('expires_at')
}, t => [
  index('table_exports_user').on(t.userId, t.createdAt),
  index('table_exports_files').on(t.expiresAt).where(sql`${t.fileKey} is not null`)
])

export type JobRunRow = typeof jobRuns.$inferSelect
export type TableExportRow = typeof tableExports.$inferSelect
