import { sql } from 'drizzle-orm'
import { bigint, boolean, customType, date, index, integer, pgTable, smallint, text, uuid } from 'drizzle-orm/pg-core'
import { events, sessions } from './catalogue.ts'
import { instant } from './columns.ts'

const tsvector = customType<{ data: string }>({ dataType: () => 'tsvector' })

/**
 * What an event is found by: one row for each approved event. Made by the app from its own tokens (server/domain/search), so it
 * is the same whatever the locale and the text search configuration of the server. Everything here can be made again.
 */
export const eventSearch = pgTable('event_search', {
  eventId: uuid('event_id').primaryKey().references(() => events.id, { onDelete: 'cascade' }),
  /** With places. Weight A: the names; B: who plays, who invites, where. Small, for it is read for every hit. */
  names: tsvector('names').notNull(),
  /** Every word of the event, without places. */
  words: tsvector('words').notNull(),
  indexedAt: instant('indexed_at').notNull().default(sql`now()`)
}, t => [index('event_search_words').using('gin', t.words), index('event_search_names').using('gin', t.names)])

/** What a search filters and sorts by, in one narrow row for each session of an approved event. */
export const sessionSearch = pgTable('session_search', {
  sessionId: uuid('session_id').primaryKey().references(() => sessions.id, { onDelete: 'cascade' }),
  eventId: uuid('event_id').notNull().references(() => events.id, { onDelete: 'cascade' }),
  categoryId: uuid('category_id').notNull(),
  publisherId: uuid('publisher_id').notNull(),
  venueId: uuid('venue_id').notNull(),
  /** English, lower case. */
  city: text('city').notNull(),
  timeZone: text('time_zone').notNull(),
  startsAt: instant('starts_at').notNull(),
  endsAt: instant('ends_at').notNull(),
  /** In the venue's zone. A session of more than a day (an exhibition, a festival) is on until its last day. */
  firstDay: date('first_day').notNull(),
  lastDay: date('last_day').notNull(),
  saleStartsAt: instant('sale_starts_at').notNull(),
  saleEndsAt: instant('sale_ends_at').notNull(),
  isCancelled: boolean('is_cancelled').notNull(),
  /** Marked by a job a little after the end, to keep what is over out of the indexes below; `endsAt` decides. */
  isOver: boolean('is_over').notNull().default(false),
  /** Its cheapest ticket; null where it has none. */
  priceMinor: bigint('price_minor', { mode: 'number' }),
  currency: text('currency'),
  /** Whether places were free when last counted: seconds ago. */
  hasPlaces: boolean('has_places').notNull().default(true),
  /** Seats changed hands since they were counted. */
  isRecountDue: boolean('is_recount_due').notNull().default(false),
  /** Sort keys, smaller first: minus the featured rank; the event's cheapest price to come; minus the ms since 1970 when it was first shown. */
  byRank: smallint('by_rank').notNull(),
  byPrice: bigint('by_price', { mode: 'number' }).notNull(),
  byAge: bigint('by_age', { mode: 'number' }).notNull()
}, t => [
  index('session_search_event').on(t.eventId, t.startsAt),
  index('session_search_rank').on(t.byRank, t.startsAt, t.sessionId).where(sql`not ${t.isOver}`),
  index('session_search_soon').on(t.startsAt, t.sessionId).where(sql`not ${t.isOver}`),
  index('session_search_price').on(t.byPrice, t.startsAt, t.sessionId).where(sql`not ${t.isOver}`),
  index('session_search_age').on(t.byAge, t.startsAt, t.sessionId).where(sql`not ${t.isOver}`),
  index('session_search_city').on(t.city, t.firstDay).where(sql`not ${t.isOver}`),
  index('session_search_day').on(t.firstDay).where(sql`not ${t.isOver}`),
  index('session_search_category').on(t.categoryId),
  index('session_search_venue').on(t.venueId),
  index('session_search_publisher').on(t.publisherId),
  index('session_search_recount').on(t.sessionId).where(sql`${t.isRecountDue}`)
])

/** Every Latin word that some event is found by: what a misspelt word may have meant. */
export const searchWords = pgTable('search_words', {
  word: text('word').primaryKey(),
  /** Events with it, when the index was last made as a whole; 1 for words that came later. */
  events: integer('events').notNull().default(1),
  /** Hashes of the word with letters left out: two words that are near share one (server/domain/search/near-words.ts). */
  shorter: integer('shorter').array().notNull()
}, t => [index('search_words_shorter').using('gin', t.shorter)])
