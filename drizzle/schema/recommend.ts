import { bigserial, doublePrecision, index, integer, jsonb, pgTable, real, uuid } from 'drizzle-orm/pg-core'
import { users } from './accounts.ts'
import { events } from './catalogue.ts'
import { createdAt, instant } from './columns.ts'

/** What recommendations are computed with, learned anew now and then; the newest counts. Everything in this file can be made again. */
export const recommendModels = pgTable('recommend_models', {
  id: bigserial('id', { mode: 'number' }).primaryKey(),
  madeAt: createdAt(),
  /** How many acts of people it was learned from. */
  acts: integer('acts').notNull(),
  /** Strength of each dimension of taste. */
  strengths: doublePrecision('strengths').array().notNull(),
  /** Events whose words were counted, and in how many of them each word stands; words of one event only are left out. */
  events: integer('events').notNull(),
  words: jsonb('words').$type<Record<string, number>>().notNull()
})

/**
 * Where each event lies among the others. Where the server has pgvector there is a column `as_vector` beside `vector`, which PostgreSQL
 * keeps equal to it (server/gateways/database/vectors.ts).
 */
export const eventEmbeddings = pgTable('event_embeddings', {
  eventId: uuid('event_id').primaryKey().references(() => events.id, { onDelete: 'cascade' }),
  modelId: integer('model_id').notNull(),
  /** By its words and facts: 64 numbers of length 1. */
  content: real('content').array().notNull(),
  /** By who came to it and what else they came to: 64 numbers of length 1; null while nobody did. */
  taste: real('taste').array(),
  /** Acts that `taste` was computed from. */
  tasteActs: integer('taste_acts').notNull().default(0),
  /** Both: 128 numbers of length 1. */
  vector: real('vector').array().notNull(),
  /** The logarithm, to the base 2, of how many people had to do with it lately, newer acts weighing more, as seen from 1970; null: nobody. */
  popularity: doublePrecision('popularity'),
  embeddedAt: instant('embedded_at').notNull()
}, t => [index('event_embeddings_model').on(t.modelId)])

/** Where a person lies among the events. Made again when he does something or the model changes; gone when he switches it off. */
export const userEmbeddings = pgTable('user_embeddings', {
  userId: uuid('user_id').primaryKey().references(() => users.id, { onDelete: 'cascade' }),
  modelId: integer('model_id').notNull(),
  vector: real('vector').array().notNull(),
  embeddedAt: instant('embedded_at').notNull()
})

/** Who wants no recommendations from what he does. */
export const recommendRefusals = pgTable('recommend_refusals', {
  userId: uuid('user_id').primaryKey().references(() => users.id, { onDelete: 'cascade' }),
  createdAt: createdAt()
})
