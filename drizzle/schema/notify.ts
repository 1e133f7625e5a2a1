import { sql } from 'drizzle-orm'
import { boolean, index, integer, jsonb, pgTable, primaryKey, smallint, text, uniqueIndex, uuid } from 'drizzle-orm/pg-core'
import { locale, users } from './accounts.ts'
import { createdAt, id, instant } from './columns.ts'

/** What a person is told inside the app. */
export const notifications = pgTable('notifications', {
  id: id(),
  userId: uuid('user_id').notNull().references(() => users.id, { onDelete: 'cascade' }),
  /** A name of shared/notify/notice-kinds.ts. */
  kind: text('kind').notNull(),
  params: jsonb('params').$type<Record<string, unknown>>().notNull().default({}),
  /** Where it leads: a path of this site. */
  path: text('path'),
  /** The same news is told once. */
  noticeKey: text('notice_key').notNull(),
  createdAt: createdAt(),
  readAt: instant('read_at')
}, t => [
  uniqueIndex('notifications_once').on(t.userId, t.noticeKey),
  index('notifications_user').on(t.userId, t.createdAt)
])

/** What somebody chose against the default of a kind of news. */
export const notificationChoices = pgTable('notification_choices', {
  userId: uuid('user_id').notNull().references(() => users.id, { onDelete: 'cascade' }),
  kind: text('kind').notNull(),
  /** `mail` or `push`. */
  channel: text('channel').notNull(),
  isWanted: boolean('is_wanted').notNull()
}, t => [primaryKey({ columns: [t.userId, t.kind, t.channel] })])

/** A browser that takes web push (RFC 8030). */
export const pushSubscriptions = pgTable('push_subscriptions', {
  id: id(),
  userId: uuid('user_id').notNull().references(() => users.id, { onDelete: 'cascade' }),
  endpoint: text('endpoint').notNull().unique(),
  p256dh: text('p256dh').notNull(),
  auth: text('auth').notNull(),
  userAgent: text('user_agent'),
  createdAt: createdAt()
}, t => [index('push_subscriptions_user').on(t.userId)])

/** One message to one address by one channel: sent once (F-11). */
export const deliveries = pgTable('deliveries', {
  id: id(),
  /** `<notice key> <channel> <address>`: writing it twice writes it once. */
  deliveryKey: text('delivery_key').notNull().unique(),
  /** `mail`, `sms` or `push`. */
  channel: text('channel').notNull(),
  /** E-mail, phone (E.164) or id of the push subscription. */
  address: text('address').notNull(),
  userId: uuid('user_id').references(() => users.id, { onDelete: 'cascade' }),
  kind: text('kind').notNull(),
  params: jsonb('params').$type<Record<string, unknown>>().notNull().default({}),
  path: text('path'),
  locale: locale('locale').notNull(),
  state: text('state').notNull().default('waiting'),
  /** Sent before those with more: 0 codes and links that run out, 1 news, 2 what goes to very many at once. */
  priority: smallint('priority').notNull().default(1),
  attempts: integer('attempts').notNull().default(0),
  notBefore: instant('not_before').notNull().default(sql`now()`),
  /** After it nobody wants the message any more (a code that has expired). */
  uselessAfter: instant('useless_after'),
  createdAt: createdAt(),
  sentAt: instant('sent_at'),
  lastError: text('last_error')
}, t => [
  index('deliveries_waiting').on(t.notBefore).where(sql`${t.state} in ('waiting', 'sending')`),
  index('deliveries_next').on(t.channel, t.priority, t.notBefore).where(sql`${t.state} in ('waiting', 'sending')`),
  index('deliveries_bulk_user').on(t.userId, t.kind).where(sql`${t.state} = 'waiting' and ${t.priority} = 2`)
])

/** Mails and texts that a demo or a development machine keeps instead of sending them. */
export const mailbox = pgTable('mailbox', {
  id: id(),
  channel: text('channel').notNull(),
  address: text('address').notNull(),
  subject: text('subject').notNull(),
  text: text('text').notNull(),
  html: text('html'),
  /** Files that went with it, as base64. */
  attachments: jsonb('attachments').$type<{ name: string, type: string, base64: string }[]>().notNull().default([]),
  createdAt: createdAt()
}, t => [index('mailbox_time').on(t.createdAt)])
