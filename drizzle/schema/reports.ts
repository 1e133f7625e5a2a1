import { sql } from 'drizzle-orm'
import { boolean, check, index, integer, pgEnum, pgTable, text, unique, uniqueIndex, uuid } from 'drizzle-orm/pg-core'
import { locale, users } from './accounts.ts'
import { createdAt, id, instant } from './columns.ts'

export const reportReceiverState = pgEnum('report_receiver_state', ['unconfirmed', 'active', 'failing', 'stopped'])

/** An address outside the house that gets a publisher's reports, or the house's, by mail: an accountant, a hall, a sponsor. */
export const reportReceivers = pgTable('report_receivers', {
  id: id(),
  /** Whose reports; null: of the whole house, which every admin looks after. */
  ownerId: uuid('owner_id').references(() => users.id, { onDelete: 'cascade' }),
  /** Who it is, in the owner's words. */
  name: text('name').notNull(),
  /** Null once its reader has ended the mails: only the hash is left, so that they do not begin again by themselves. */
  email: text('email'),
  /** Of the address, with a key of the house. */
  emailHash: text('email_hash').notNull(),
  locale: locale('locale').notNull(),
  /** `pdf`: attached. `html`: behind a link in the mail. */
  format: text('format').notNull(),
  /** On the first of the month, of the month before; on Monday, of the week before. */
  isMonthly: boolean('is_monthly').notNull(),
  isWeekly: boolean('is_weekly').notNull(),
  /** By whose calendar. */
  timeZone: text('time_zone').notNull(),
  state: reportReceiverState('state').notNull().default('unconfirmed'),
  /** Of the link that confirms the address, while it may be used. */
  confirmHash: text('confirm_hash'),
  confirmUntil: instant('confirm_until'),
  /** How often the address was asked whether it wants the mails. */
  asks: integer('asks').notNull().default(0),
  createdAt: createdAt(),
  confirmedAt: instant('confirmed_at'),
  stoppedAt: instant('stopped_at'),
  /** The owner does not want to see it any more. */
  hiddenAt: instant('hidden_at')
}, t => [
  unique('report_receivers_once').on(t.ownerId, t.emailHash).nullsNotDistinct(),
  index('report_receivers_email').on(t.email).where(sql`${t.email} is not null`),
  uniqueIndex('report_receivers_confirm').on(t.confirmHash).where(sql`${t.confirmHash} is not null`),
  check('report_receivers_form', sql`${t.format} in ('pdf', 'html')`),
  check('report_receivers_schedule', sql`${t.isMonthly} or ${t.isWeekly}`),
  check('report_receivers_confirming', sql`(${t.state} = 'unconfirmed') = (${t.confirmHash} is not null) and (${t.confirmHash} is null) = (${t.confirmUntil} is null)`),
  check('report_receivers_stopped', sql`(${t.state} = 'stopped') = (${t.email} is null) and (${t.state} = 'stopped') = (${t.stoppedAt} is not null)`),
  check('report_receivers_hidden', sql`${t.hiddenAt} is null or ${t.state} = 'stopped'`)
])

/** A report that was put on its way to a receiver: by the schedule once for each time, and again where its owner asks for it. */
export const reportMails = pgTable('report_mails', {
  id: id(),
  receiverId: uuid('receiver_id').notNull().references(() => reportReceivers.id, { onDelete: 'cascade' }),
  /** `2026-10`, `2026-W43`. */
  period: text('period').notNull(),
  /** 0: by the schedule. */
  nth: integer('nth').notNull().default(0),
  /** Of the delivery, which knows what became of it. */
  deliveryKey: text('delivery_key').notNull().unique(),
  createdAt: createdAt()
}, t => [uniqueIndex('report_mails_once').on(t.receiverId, t.period, t.nth)])

export type ReportReceiverRow = typeof reportReceivers.$inferSelect
