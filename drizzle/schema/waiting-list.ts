import { sql } from 'drizzle-orm'
import { bigint, bigserial, boolean, check, doublePrecision, index, integer, pgEnum, pgTable, text, uniqueIndex, uuid } from 'drizzle-orm/pg-core'
import { locale, users } from './accounts.ts'
import { sessions } from './catalogue.ts'
import { createdAt, id, instant } from './columns.ts'
import { orders } from './orders.ts'

export const waitingEntryState = pgEnum('waiting_entry_state', ['unconfirmed', 'waiting', 'offered', 'bought', 'lapsed', 'left', 'closed', 'withdrawn'])
export const waitingPicks = pgEnum('waiting_picks', ['in-order', 'lottery'])
export const waitingOutcome = pgEnum('waiting_outcome', ['taken', 'declined', 'lapsed', 'withdrawn'])

/** How a session's waiting list is run; a session without a row has one with these defaults. */
export const waitingLists = pgTable('waiting_lists', {
  sessionId: uuid('session_id').primaryKey().references(() => sessions.id),
  isOn: boolean('is_on').notNull().default(true),
  /** How long an offer stands, in minutes, while the end of the sale is far away. */
  offerMinutes: integer('offer_minutes').notNull().default(240),
  picks: waitingPicks('picks').notNull().default('in-order'),
  updatedAt: instant('updated_at').notNull().default(sql`now()`)
}, t => [check('waiting_lists_minutes', sql`${t.offerMinutes} between 15 and 1440`)])

/** Somebody who waits for places of a session, and for which. */
export const waitingEntries = pgTable('waiting_entries', {
  id: id(),
  sessionId: uuid('session_id').notNull().references(() => sessions.id),
  /** Null for a guest, who manages it by the link in his mail. */
  userId: uuid('user_id').references(() => users.id),
  guestSecretHash: text('guest_secret_hash'),
  guestSecretSealed: text('guest_secret_sealed'),
  email: text('email').notNull(),
  name: text('name').notNull(),
  locale: locale('locale').notNull(),
  /** One person, as for the per-person limit: `user:<id>` or `email:<address>`. */
  personKey: text('person_key').notNull(),
  /** So many places, or fewer down to `atLeast`. */
  places: integer('places').notNull(),
  atLeast: integer('at_least').notNull(),
  /** Whether they must be side by side. */
  together: boolean('together').notNull(),
  /** Categories of the plan; none: any. */
  categoryKeys: text('category_keys').array().notNull().default(sql`'{}'`),
  /** The most that one place may cost; null: any price. */
  maxPriceMinor: bigint('max_price_minor', { mode: 'number' }),
  state: waitingEntryState('state').notNull().default('waiting'),
  /** The order of the line. */
  turn: bigserial('turn', { mode: 'number' }),
  /** The lot, where the line is drawn. */
  lot: doublePrecision('lot').notNull().default(sql`random()`),
  /** How often places that would have suited went to somebody further back, since the last offer or the last saving. */
  passedOver: integer('passed_over').notNull().default(0),
  /** While it lasts, places are saved up for this entry. */
  savingUntil: instant('saving_until'),
  createdAt: createdAt(),
  endedAt: instant('ended_at')
}, t => [
  uniqueIndex('waiting_entries_one_live').on(t.sessionId, t.personKey).where(sql`${t.state} in ('unconfirmed', 'waiting', 'offered')`),
  index('waiting_entries_line').on(t.sessionId, t.turn).where(sql`${t.state} = 'waiting'`),
  index('waiting_entries_session').on(t.sessionId, t.state),
  index('waiting_entries_user').on(t.userId, t.createdAt),
  check('waiting_entries_owned', sql`(${t.userId} is null) <> (${t.guestSecretHash} is null)`),
  check('waiting_entries_places', sql`${t.places} between 1 and 50 and ${t.atLeast} between 1 and ${t.places}`),
  check('waiting_entries_ended', sql`(${t.state} in ('unconfirmed', 'waiting', 'offered')) = (${t.endedAt} is null)`)
])

/** Places offered to an entry: the unpaid order that claims them. What became of the order became of the offer. */
export const waitingOffers = pgTable('waiting_offers', {
  id: id(),
  entryId: uuid('entry_id').notNull().references(() => waitingEntries.id),
  sessionId: uuid('session_id').notNull().references(() => sessions.id),
  orderId: uuid('order_id').notNull().unique().references(() => orders.id),
  places: integer('places').notNull(),
  /** By the list, or by hand: `list`, `user:<id>`. */
  givenBy: text('given_by').notNull(),
  until: instant('until').notNull(),
  /** Null while it is out, or until the news of its order were heard. */
  outcome: waitingOutcome('outcome'),
  createdAt: createdAt(),
  closedAt: instant('closed_at')
}, t => [
  uniqueIndex('waiting_offers_one_out').on(t.entryId).where(sql`${t.outcome} is null`),
  index('waiting_offers_session').on(t.sessionId, t.createdAt),
  check('waiting_offers_closed', sql`(${t.outcome} is null) = (${t.closedAt} is null)`)
])

export type WaitingListRow = typeof waitingLists.$inferSelect
export type WaitingEntryRow = typeof waitingEntries.$inferSelect
export type WaitingOfferRow = typeof waitingOffers.$inferSelect
