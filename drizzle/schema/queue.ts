import { sql } from 'drizzle-orm'
import { check, index, integer, pgEnum, pgTable, primaryKey, text, uuid } from 'drizzle-orm/pg-core'
import { instant } from './columns.ts'
import { sessions } from './catalogue.ts'

export const roomState = pgEnum('waiting_room_state', ['closed', 'open', 'paused'])
export const admissionOutcome = pgEnum('admission_outcome', ['bought', 'left'])

/** The waiting room of a session: whether it stands between people and seats, and how fast it lets them through. */
export const waitingRooms = pgTable('waiting_rooms', {
  sessionId: uuid('session_id').primaryKey().references(() => sessions.id, { onDelete: 'cascade' }),
  state: roomState('state').notNull().default('closed'),
  /** Counts its openings: places and admissions of an earlier one are worth nothing. */
  round: integer('round').notNull().default(0),
  /** From when people may take a place, and nobody holds seats without an admission. */
  lobbyAt: instant('lobby_at'),
  /** Whoever came before is shuffled now; from now on people are let through. */
  doorsAt: instant('doors_at'),
  outflowPerMinute: integer('outflow_per_minute').notNull().default(200),
  /** How long one may choose seats, once inside. */
  insideSeconds: integer('inside_seconds').notNull().default(600),
  /** At most so many inside at a time; null: as many as the outflow brings in. */
  maxInside: integer('max_inside'),
  /** Opens by itself when more holds than this are asked for within a minute; null: never. */
  opensAtHoldsPerMinute: integer('opens_at_holds_per_minute'),
  /** Published from the opening on: the SHA-256 of `seed`. */
  seedHash: text('seed_hash'),
  /** Decides the shuffle; a secret until the doors open. */
  seed: text('seed'),
  /** How many numbers were given out before the doors opened; null: they have not yet. */
  earlyCount: integer('early_count'),
  /** No number above it was ever given out in this round, whatever Redis forgot. */
  numbersUpTo: integer('numbers_up_to').notNull().default(0),
  openedAt: instant('opened_at'),
  updatedAt: instant('updated_at').notNull().default(sql`now()`)
}, t => [
  check('waiting_rooms_outflow', sql`${t.outflowPerMinute} between 1 and 60000`),
  check('waiting_rooms_inside_seconds', sql`${t.insideSeconds} between 30 and 7200`),
  check('waiting_rooms_max_inside', sql`${t.maxInside} between 1 and 1000000`),
  check('waiting_rooms_doors', sql`${t.state} = 'closed' or (${t.doorsAt} >= ${t.lobbyAt} and ${t.seed} is not null)`)
])

/** Everybody who was let through: one row a number, so that nobody is admitted twice even if Redis forgets him. */
export const admissions = pgTable('admissions', {
  sessionId: uuid('session_id').notNull().references(() => waitingRooms.sessionId, { onDelete: 'cascade' }),
  round: integer('round').notNull(),
  /** Given to him when he came. */
  number: integer('number').notNull(),
  /** Where he stood in the line. */
  position: integer('position').notNull(),
  /** Keyed hash of who he is. */
  personHash: text('person_hash').notNull(),
  enteredAt: instant('entered_at').notNull().default(sql`now()`),
  /** Until when he may hold seats. */
  until: instant('until').notNull(),
  endedAt: instant('ended_at'),
  outcome: admissionOutcome('outcome')
}, t => [
  primaryKey({ columns: [t.sessionId, t.round, t.number] }),
  index('admissions_position').on(t.sessionId, t.round, t.position)
])

export type WaitingRoomRow = typeof waitingRooms.$inferSelect
