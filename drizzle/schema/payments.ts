import { sql } from 'drizzle-orm'
import { bigint, bigserial, check, index, pgEnum, pgTable, text, uniqueIndex, uuid } from 'drizzle-orm/pg-core'
import { users } from './accounts.ts'
import { createdAt, id, instant } from './columns.ts'
import { orders } from './orders.ts'

export const paymentState = pgEnum('payment_state', ['started', 'captured', 'failed', 'cancelled'])

/** One attempt to pay one order by one method. */
export const payments = pgTable('payments', {
  id: id(),
  orderId: uuid('order_id').notNull().references(() => orders.id),
  /** Name of the gateway: `points`, `sandbox`, later `stripe`, `alipay`. */
  method: text('method').notNull(),
  state: paymentState('state').notNull().default('started'),
  amountMinor: bigint('amount_minor', { mode: 'number' }).notNull(),
  currency: text('currency').notNull(),
  /** The provider's own id of the money's movement. */
  transactionId: text('transaction_id'),
  failureCode: text('failure_code'),
  createdAt: createdAt(),
  settledAt: instant('settled_at')
}, t => [
  uniqueIndex('payments_transaction_unique').on(t.method, t.transactionId),
  uniqueIndex('payments_one_capture').on(t.orderId).where(sql`${t.state} = 'captured'`),
  index('payments_order').on(t.orderId),
  check('payments_amount', sql`${t.amountMinor} >= 0`)
])

/** Notices a provider sent; one effect per id. */
export const providerEvents = pgTable('provider_events', {
  id: id(),
  provider: text('provider').notNull(),
  providerEventId: text('provider_event_id').notNull(),
  paymentId: uuid('payment_id').references(() => payments.id),
  receivedAt: createdAt()
}, t => [uniqueIndex('provider_events_once').on(t.provider, t.providerEventId)])

/** An account of the double-entry ledger: a person's wallet of points, or one of the house's own. */
export const ledgerAccounts = pgTable('ledger_accounts', {
  id: id(),
  /** `wallet:<user id>`, `house:points-issued`, `house:sales`, `provider:<method>`. */
  name: text('name').notNull(),
  /** ISO 4217, or `PTS` for points (1 point = 1 minor unit of the house currency). */
  currency: text('currency').notNull(),
  userId: uuid('user_id').references(() => users.id)
}, t => [uniqueIndex('ledger_accounts_name_currency').on(t.name, t.currency)])

/** What moved money or points, once: `key` is unique (`payment:<id>`, `welcome:<user id>`). */
export const ledgerOperations = pgTable('ledger_operations', {
  id: id(),
  key: text('key').notNull().unique(),
  description: text('description').notNull(),
  createdAt: createdAt()
})

/** The entries of one operation sum to zero (a deferred trigger checks at commit). Never changed. */
export const ledgerEntries = pgTable('ledger_entries', {
  id: bigserial('id', { mode: 'number' }).primaryKey(),
  operationId: uuid('operation_id').notNull().references(() => ledgerOperations.id),
  accountId: uuid('account_id').notNull().references(() => ledgerAccounts.id),
  /** Positive: into the account. */
  amountMinor: bigint('amount_minor', { mode: 'number' }).notNull()
}, t => [
  index('ledger_entries_account').on(t.accountId),
  index('ledger_entries_operation').on(t.operationId),
  check('ledger_entries_moves', sql`${t.amountMinor} <> 0`)
])

export const refundState = pgEnum('refund_state', ['requested', 'done', 'failed'])

/** Money on its way back: at most what its payment captured, in sum (I6). */
export const refunds = pgTable('refunds', {
  id: id(),
  orderId: uuid('order_id').notNull().references(() => orders.id),
  paymentId: uuid('payment_id').notNull().references(() => payments.id),
  state: refundState('state').notNull().default('requested'),
  amountMinor: bigint('amount_minor', { mode: 'number' }).notNull(),
  currency: text('currency').notNull(),
  /** `event-cancelled`, `session-changed`, ... */
  reason: text('reason').notNull(),
  transactionId: text('transaction_id'),
  createdAt: createdAt(),
  /** When the provider was last asked: whoever waits longest is asked next. */
  askedAt: instant('asked_at'),
  settledAt: instant('settled_at')
}, t => [
  index('refunds_order').on(t.orderId),
  index('refunds_payment').on(t.paymentId),
  index('refunds_waiting').on(t.id).where(sql`${t.state} = 'requested'`),
  check('refunds_amount', sql`${t.amountMinor} > 0`)
])

/** Whoever bought something that was changed or cancelled afterwards may give it back in full until `until`. */
export const refundRights = pgTable('refund_rights', {
  orderId: uuid('order_id').primaryKey().references(() => orders.id),
  reason: text('reason').notNull(),
  grantedAt: instant('granted_at').notNull().default(sql`now()`),
  until: instant('until').notNull(),
  usedAt: instant('used_at')
})

export type PaymentRow = typeof payments.$inferSelect
export type RefundRow = typeof refunds.$inferSelect
