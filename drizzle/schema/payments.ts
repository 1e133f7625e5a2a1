import { sql } from 'drizzle-orm'
import { bigint, bigserial, check, index, integer, jsonb, pgEnum, pgTable, text, uniqueIndex, uuid } from 'drizzle-orm/pg-core'
import { users } from './accounts.ts'
import { events } from './catalogue.ts'
import { createdAt, id, instant } from './columns.ts'
import { orders } from './orders.ts'

/**
 * `surplus`: money came for which there is nothing (any more): it goes back in full. Every other end of a payment moved no money.
 */
export const paymentState = pgEnum('payment_state', ['started', 'captured', 'failed', 'cancelled', 'surplus'])
export const disputeState = pgEnum('dispute_state', ['open', 'won', 'lost'])

/** One attempt to pay one order by one method, or to buy points for one wallet. */
export const payments = pgTable('payments', {
  id: id(),
  /** What is paid: an order, or points for the wallet of `topUpUserId`. */
  orderId: uuid('order_id').references(() => orders.id),
  topUpUserId: uuid('top_up_user_id').references(() => users.id),
  /** Name of the gateway: `points`, `free`, `sandbox`, `stripe`, `alipay`. */
  method: text('method').notNull(),
  state: paymentState('state').notNull().default('started'),
  /** What the method takes. With `pointsMinor` it is the price of the order. */
  amountMinor: bigint('amount_minor', { mode: 'number' }).notNull(),
  currency: text('currency').notNull(),
  /** Points that pay the rest: set aside from the wallet while the payment is open. */
  pointsMinor: bigint('points_minor', { mode: 'number' }).notNull().default(0),
  /** What the provider calls the attempt: a checkout session, an out_trade_no. */
  providerRef: text('provider_ref'),
  /** Where the browser pays, and the text of a code to scan, while it is open. */
  redirectUrl: text('redirect_url'),
  qrText: text('qr_text'),
  /** The provider promises to take no money after it; null: it promises nothing. */
  providerUntil: instant('provider_until'),
  /** The provider's own id of the money's movement. */
  transactionId: text('transaction_id'),
  /** Which card or account paid, hashed by a key of the house: to count what one card bought of a session. Forgotten after the show. */
  instrumentHash: text('instrument_hash'),
  /** What came, where it is not what was asked for. */
  receivedMinor: bigint('received_minor', { mode: 'number' }),
  receivedCurrency: text('received_currency'),
  failureCode: text('failure_code'),
  dispute: disputeState('dispute'),
  createdAt: createdAt(),
  /** When the provider was last asked how it stands: whoever waits longest is asked next. */
  lookedUpAt: instant('looked_up_at'),
  settledAt: instant('settled_at')
}, t => [
  uniqueIndex('payments_transaction_unique').on(t.method, t.transactionId),
  uniqueIndex('payments_one_capture').on(t.orderId).where(sql`${t.state} = 'captured'`),
  index('payments_order').on(t.orderId),
  index('payments_open').on(t.orderId).where(sql`${t.state} = 'started'`),
  index('payments_disputed').on(t.id).where(sql`${t.dispute} = 'open'`),
  index('payments_instrument').on(t.instrumentHash).where(sql`${t.instrumentHash} is not null`),
  index('payments_provider_ref').on(t.method, t.providerRef).where(sql`${t.providerRef} is not null`),
  check('payments_purpose', sql`(${t.orderId} is null) <> (${t.topUpUserId} is null)`),
  check('payments_amount', sql`${t.amountMinor} >= 0 and ${t.pointsMinor} >= 0`)
])

/**
 * Notices that providers sent: one effect per id. A notice that comes before what it speaks of waits here by the money's
 * movement (`transactionId`), so that any order of arrival ends the same.
 */
export const providerEvents = pgTable('provider_events', {
  id: id(),
  provider: text('provider').notNull(),
  providerEventId: text('provider_event_id').notNull(),
  /** The provider's own name of what happened. */
  type: text('type').notNull().default(''),
  /** What it says, in the words of the house (`ProviderFact`); null: nothing that concerns us. */
  fact: jsonb('fact').$type<Record<string, unknown>>(),
  transactionId: text('transaction_id'),
  paymentId: uuid('payment_id').references(() => payments.id),
  /** `applied`, `nothing`, `waiting` for the payment it speaks of, `unmatched`: no payment of ours, `mismatch`: other money than was asked for. */
  outcome: text('outcome').notNull().default('applied'),
  receivedAt: createdAt(),
  /** When an admin has found out what an unmatched one was about; who, and what it was, stands in the audit log. */
  explainedAt: instant('explained_at')
}, t => [
  uniqueIndex('provider_events_once').on(t.provider, t.providerEventId),
  index('provider_events_waiting').on(t.provider, t.transactionId).where(sql`${t.outcome} = 'waiting'`),
  index('provider_events_unexplained').on(t.receivedAt).where(sql`${t.outcome} in ('unmatched', 'mismatch') and ${t.explainedAt} is null`),
  index('provider_events_payment').on(t.paymentId)
])

export const sandboxState = pgEnum('sandbox_state', ['open', 'processing', 'paid', 'cancelled'])

/**
 * The books of the sandbox, which plays a payment provider in demos and tests: what a real one keeps on its own machines. Only
 * server/gateways/sandbox reads and writes them.
 */
export const sandboxPayments = pgTable('sandbox_payments', {
  /** The house's id of the payment. */
  id: uuid('id').primaryKey(),
  state: sandboxState('state').notNull().default('open'),
  reference: text('reference').notNull(),
  title: text('title').notNull(),
  amountMinor: bigint('amount_minor', { mode: 'number' }).notNull(),
  currency: text('currency').notNull(),
  returnUrl: text('return_url').notNull(),
  declined: text('declined'),
  /** The card that somebody chose on its page; null: one that pays nothing else. */
  card: text('card'),
  expiresAt: instant('expires_at').notNull(),
  /** A slow payment is paid by then. */
  paysAt: instant('pays_at'),
  /** How its notices are sent: as somebody chose on its page. */
  manner: text('manner').notNull().default('once'),
  createdAt: createdAt(),
  paidAt: instant('paid_at')
}, t => [index('sandbox_payments_paying').on(t.paysAt).where(sql`${t.state} = 'processing'`)])

/** Notices that the sandbox has yet to send, or has sent. */
export const sandboxNotices = pgTable('sandbox_notices', {
  id: bigserial('id', { mode: 'number' }).primaryKey(),
  paymentId: uuid('payment_id').notNull().references(() => sandboxPayments.id),
  body: text('body').notNull(),
  dueAt: instant('due_at').notNull(),
  sentAt: instant('sent_at')
}, t => [index('sandbox_notices_due').on(t.dueAt).where(sql`${t.sentAt} is null`)])

export const sandboxRefunds = pgTable('sandbox_refunds', {
  /** The name under which it was asked for: asking twice refunds once. */
  id: text('id').primaryKey(),
  paymentId: uuid('payment_id').notNull().references(() => sandboxPayments.id),
  amountMinor: bigint('amount_minor', { mode: 'number' }).notNull(),
  createdAt: createdAt()
})

/** An account of the double-entry ledger: a person's wallet of points, or one of the house's own. */
export const ledgerAccounts = pgTable('ledger_accounts', {
  id: id(),
  /** `wallet:<user id>`, `set-aside:<payment id>`, `house:points-issued`, `house:points-sold`, `house:sales`, `provider:<method>`. */
  name: text('name').notNull(),
  /** ISO 4217, or `PTS` for points (1 point = 1 minor unit of the house currency). */
  currency: text('currency').notNull(),
  userId: uuid('user_id').references(() => users.id)
}, t => [uniqueIndex('ledger_accounts_name_currency').on(t.name, t.currency)])

/** What moved money or points, once: `key` is unique (`payment:<id>`, `payment-points:<id>`, `refund:<id>`, `welcome:<user id>`). */
export const ledgerOperations = pgTable('ledger_operations', {
  id: id(),
  key: text('key').notNull().unique(),
  description: text('description').notNull(),
  createdAt: createdAt()
}, t => [
  // Rows are only added: a page of this index tells of thousands, and costs those who pay nothing.
  index('ledger_operations_at').using('brin', t.createdAt).with({ pages_per_range: 32, autosummarize: true })
])

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

/**
 * Money on its way back: at most what its payment captured, in sum (I6). `failed`: the provider said no for good, or keeps failing;
 * an admin sees it and may send it again.
 */
export const refunds = pgTable('refunds', {
  id: id(),
  /** Null where the payment bought points. */
  orderId: uuid('order_id').references(() => orders.id),
  paymentId: uuid('payment_id').notNull().references(() => payments.id),
  state: refundState('state').notNull().default('requested'),
  /** By the payment's own method; its points go back to the wallet beside it. */
  amountMinor: bigint('amount_minor', { mode: 'number' }).notNull(),
  currency: text('currency').notNull(),
  pointsMinor: bigint('points_minor', { mode: 'number' }).notNull().default(0),
  /** `event-cancelled`, `session-changed`, `surplus`, ... */
  reason: text('reason').notNull(),
  /** The provider's own id of it. */
  transactionId: text('transaction_id'),
  attempts: integer('attempts').notNull().default(0),
  lastError: text('last_error'),
  createdAt: createdAt(),
  /** When the provider was last asked: whoever waits longest is asked next. */
  askedAt: instant('asked_at'),
  settledAt: instant('settled_at')
}, t => [
  index('refunds_order').on(t.orderId),
  index('refunds_payment').on(t.paymentId),
  index('refunds_waiting').on(t.id).where(sql`${t.state} = 'requested'`),
  index('refunds_failed').on(t.id).where(sql`${t.state} = 'failed'`),
  check('refunds_amount', sql`${t.amountMinor} >= 0 and ${t.pointsMinor} >= 0 and ${t.amountMinor} + ${t.pointsMinor} > 0`)
])

/**
 * Money that a payment took for one order and that pays another now, because a ticket was changed for it. It stays where it was
 * captured, in minor units of money and points together; from there it goes back, or on to the next order.
 */
export const orderCredits = pgTable('order_credits', {
  id: id(),
  orderId: uuid('order_id').notNull().references(() => orders.id),
  fromOrderId: uuid('from_order_id').notNull().references(() => orders.id),
  paymentId: uuid('payment_id').notNull().references(() => payments.id),
  amountMinor: bigint('amount_minor', { mode: 'number' }).notNull(),
  createdAt: createdAt()
}, t => [
  uniqueIndex('order_credits_order_payment').on(t.orderId, t.paymentId),
  index('order_credits_from').on(t.fromOrderId),
  index('order_credits_payment').on(t.paymentId),
  check('order_credits_amount', sql`${t.amountMinor} > 0`)
])

export const refundRequestState = pgEnum('refund_request_state', ['asked', 'approved', 'rejected', 'withdrawn'])

/** Somebody wishes to give tickets back, and what was decided: by a person, or by the terms of the sale. */
export const refundRequests = pgTable('refund_requests', {
  id: id(),
  orderId: uuid('order_id').notNull().references(() => orders.id),
  ticketIds: uuid('ticket_ids').array().notNull(),
  state: refundRequestState('state').notNull().default('asked'),
  /** What goes back, and what is kept of it, at the moment of asking. */
  backMinor: bigint('back_minor', { mode: 'number' }).notNull(),
  feeMinor: bigint('fee_minor', { mode: 'number' }).notNull(),
  /** In the words of who asks. */
  reason: text('reason').notNull().default(''),
  askedAt: createdAt(),
  /** `terms`, or `user:<id>`. */
  decidedBy: text('decided_by'),
  decidedAt: instant('decided_at'),
  decisionReason: text('decision_reason')
}, t => [
  uniqueIndex('refund_requests_one_open').on(t.orderId).where(sql`${t.state} = 'asked'`),
  index('refund_requests_order').on(t.orderId),
  check('refund_requests_amounts', sql`${t.backMinor} >= 0 and ${t.feeMinor} >= 0`)
])

/** Whoever bought something that was changed or cancelled afterwards may give it back in full until `until`. */
export const refundRights = pgTable('refund_rights', {
  orderId: uuid('order_id').primaryKey().references(() => orders.id),
  reason: text('reason').notNull(),
  grantedAt: instant('granted_at').notNull().default(sql`now()`),
  until: instant('until').notNull(),
  usedAt: instant('used_at')
})

/**
 * Everybody of sessions that were called off gets his money back: one run for each time that something was. Which orders are left is
 * read off the orders themselves; here stands what was done of them, counted in the transactions that did it.
 */
export const refundRuns = pgTable('refund_runs', {
  id: id(),
  eventId: uuid('event_id').notNull().references(() => events.id),
  sessionIds: uuid('session_ids').array().notNull(),
  /** What called them off, once: `cancel-<event id>`, the id of a submission, `import:<event id>:<version>`. */
  causeKey: text('cause_key').notNull().unique(),
  /** What the publisher says of it. */
  reason: text('reason'),
  startedBy: uuid('started_by').notNull().references(() => users.id),
  startedAt: instant('started_at').notNull().default(sql`now()`),
  /** Nothing is left to be done. */
  finishedAt: instant('finished_at'),
  /** Orders that were paid, or free, and are over. */
  endedOrders: integer('ended_orders').notNull().default(0),
  /** Orders that waited for their money and were cancelled. */
  unpaidOrders: integer('unpaid_orders').notNull().default(0)
}, t => [
  index('refund_runs_event').on(t.eventId),
  index('refund_runs_open').on(t.id).where(sql`${t.finishedAt} is null`)
])

/** Orders that a run could not end, and why: it goes on with the others and comes back to them. */
export const refundRunTroubles = pgTable('refund_run_troubles', {
  orderId: uuid('order_id').primaryKey().references(() => orders.id),
  tries: integer('tries').notNull().default(1),
  lastError: text('last_error').notNull(),
  triedAt: instant('tried_at').notNull().default(sql`now()`)
})

export type RefundRunRow = typeof refundRuns.$inferSelect
export type PaymentRow = typeof payments.$inferSelect
export type RefundRow = typeof refunds.$inferSelect
