import { sql } from 'drizzle-orm'
import { check, index, integer, pgTable, primaryKey, text, uniqueIndex, uuid } from 'drizzle-orm/pg-core'
import { sessions } from './catalogue.ts'
import { id } from './columns.ts'
import { ticketTypes } from './pricing.ts'

/** So many tickets of several types together in one session (students: 200 over stalls and circle). Only conditional updates move the counter. */
export const ticketQuotas = pgTable('ticket_quotas', {
  id: id(),
  sessionId: uuid('session_id').notNull().references(() => sessions.id),
  /** Its key in the event's document. */
  documentKey: uuid('document_key').notNull(),
  nameEn: text('name_en').notNull(),
  nameZh: text('name_zh').notNull(),
  capacity: integer('capacity').notNull(),
  /** Paid and unexpired pending tickets together. */
  taken: integer('taken').notNull().default(0)
}, t => [
  uniqueIndex('ticket_quotas_document_key').on(t.sessionId, t.documentKey),
  check('ticket_quotas_never_exceeded', sql`${t.taken} between 0 and ${t.capacity}`)
])

/** The ticket types that a quota counts. */
export const ticketQuotaTypes = pgTable('ticket_quota_types', {
  quotaId: uuid('quota_id').notNull().references(() => ticketQuotas.id, { onDelete: 'cascade' }),
  ticketTypeId: uuid('ticket_type_id').notNull().references(() => ticketTypes.id, { onDelete: 'cascade' })
}, t => [
  primaryKey({ columns: [t.quotaId, t.ticketTypeId] }),
  index('ticket_quota_types_type').on(t.ticketTypeId)
])

export type TicketQuotaRow = typeof ticketQuotas.$inferSelect
