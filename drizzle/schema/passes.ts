import { sql } from 'drizzle-orm'
import { bigint, index, integer, pgEnum, pgSequence, pgTable, primaryKey, text, uuid } from 'drizzle-orm/pg-core'
import { createdAt, instant } from './columns.ts'
import { tickets } from './tickets.ts'

export const wallet = pgEnum('wallet', ['apple', 'google'])

/** Every change of a pass has a number of its own: devices ask for what came after the last that they know. */
export const walletPassTags = pgSequence('wallet_pass_tags')

/** A ticket that was put into a wallet on somebody's phone, and what that was last told of it. */
export const walletPasses = pgTable('wallet_passes', {
  ticketId: uuid('ticket_id').notNull().references(() => tickets.id),
  wallet: wallet('wallet').notNull(),
  /** SHA-256 of all that the pass says. */
  digest: text('digest').notNull(),
  /** Number of its last change, in the order in which changes became visible. */
  tag: bigint('tag', { mode: 'number' }).notNull(),
  /** Whole seconds, later with every change: HTTP dates know no smaller ones. */
  changedAt: instant('changed_at').notNull(),
  /** Something may have changed: compare from then on. While it is being compared, when somebody else may try. Null: nothing to do. */
  checkDueAt: instant('check_due_at'),
  /** Tries in a row that the provider did not take. */
  attempts: integer('attempts').notNull().default(0),
  createdAt: createdAt()
}, t => [
  primaryKey({ columns: [t.ticketId, t.wallet] }),
  index('wallet_passes_due').on(t.checkDueAt).where(sql`${t.checkDueAt} is not null`)
])

/** A phone or watch with passes of ours, under the name that its Wallet made up for us. */
export const walletDevices = pgTable('wallet_devices', {
  id: text('id').primaryKey(),
  pushToken: text('push_token').notNull(),
  /** It is to be told that something changed; as `checkDueAt`. */
  pushDueAt: instant('push_due_at'),
  attempts: integer('attempts').notNull().default(0),
  createdAt: createdAt()
}, t => [index('wallet_devices_due').on(t.pushDueAt).where(sql`${t.pushDueAt} is not null`)])

/** Which device has the pass of which ticket. */
export const walletRegistrations = pgTable('wallet_registrations', {
  deviceId: text('device_id').notNull().references(() => walletDevices.id, { onDelete: 'cascade' }),
  ticketId: uuid('ticket_id').notNull().references(() => tickets.id),
  createdAt: createdAt()
}, t => [primaryKey({ columns: [t.deviceId, t.ticketId] }), index('wallet_registrations_ticket').on(t.ticketId)])

export type WalletPassRow = typeof walletPasses.$inferSelect
