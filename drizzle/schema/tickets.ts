import { sql } from 'drizzle-orm'
import { type AnyPgColumn, check, index, integer, pgEnum, pgTable, text, uniqueIndex, uuid } from 'drizzle-orm/pg-core'
import { locale, users } from './accounts.ts'
import { sessions } from './catalogue.ts'
import { createdAt, id, instant } from './columns.ts'
import { orderLines, orders } from './orders.ts'

export const ticketState = pgEnum('ticket_state', ['valid', 'used', 'refunded', 'transferred', 'changed', 'resold'])

/** The right of one person to one seat or place. Issued once, in the transaction that settles the payment. */
export const tickets = pgTable('tickets', {
  id: id(),
  orderId: uuid('order_id').notNull().references(() => orders.id),
  orderLineId: uuid('order_line_id').notNull().references(() => orderLines.id),
  /** 0-based among the tickets of its line (standing lines have several). */
  position: integer('position').notNull(),
  sessionId: uuid('session_id').notNull().references(() => sessions.id),
  seatIndex: integer('seat_index'),
  areaKey: text('area_key'),
  state: ticketState('state').notNull().default('valid'),
  /** 160 random bits, base32: what the code proves knowledge of. */
  secret: text('secret').notNull().unique(),
  createdAt: createdAt(),
  usedAt: instant('used_at'),
  /** Why it opens no door for now, whatever its state: `disputed` while a bank looks at its payment, `being-bought` while somebody pays for its place. Null: nothing stands in its way. */
  blockedReason: text('blocked_reason'),
  /** Who is meant to come with it; null: the name of the order. */
  holderName: text('holder_name'),
  /** The ticket that was handed on as this one. Null: it is the order's owner's; else that of whom the columns below say. */
  fromTicketId: uuid('from_ticket_id').references((): AnyPgColumn => tickets.id),
  /** Who it was handed to: an account, or whoever has the private link. */
  holderUserId: uuid('holder_user_id').references(() => users.id),
  holderSecretHash: text('holder_secret_hash'),
  holderEmail: text('holder_email')
}, t => [
  // What was handed on has a successor at the same place; of the others there is one.
  uniqueIndex('tickets_line_position').on(t.orderLineId, t.position).where(sql`${t.state} <> 'transferred'`),
  uniqueIndex('tickets_one_live_per_seat').on(t.sessionId, t.seatIndex).where(sql`${t.seatIndex} is not null and ${t.state} in ('valid', 'used')`),
  uniqueIndex('tickets_from').on(t.fromTicketId),
  index('tickets_order').on(t.orderId),
  index('tickets_session').on(t.sessionId),
  index('tickets_holder').on(t.holderUserId).where(sql`${t.holderUserId} is not null`),
  check('tickets_held', sql`case when ${t.fromTicketId} is null then ${t.holderUserId} is null and ${t.holderSecretHash} is null else ${t.holderUserId} is null or ${t.holderSecretHash} is null end`)
])

export const transferState = pgEnum('transfer_state', ['offered', 'accepted', 'withdrawn'])

/** A ticket on its way to somebody else, who has a mail with a link. Until he accepts it is as it was. */
export const ticketTransfers = pgTable('ticket_transfers', {
  id: id(),
  ticketId: uuid('ticket_id').notNull().references(() => tickets.id),
  state: transferState('state').notNull().default('offered'),
  toName: text('to_name').notNull(),
  toEmail: text('to_email').notNull(),
  locale: locale('locale').notNull(),
  /** SHA-256 of the secret in the link; the same secret, sealed with a key of the house, for the mail. */
  secretHash: text('secret_hash').notNull(),
  secretSealed: text('secret_sealed').notNull(),
  createdAt: createdAt(),
  decidedAt: instant('decided_at')
}, t => [
  uniqueIndex('ticket_transfers_one_open').on(t.ticketId).where(sql`${t.state} = 'offered'`),
  index('ticket_transfers_ticket').on(t.ticketId)
])

export type TicketRow = typeof tickets.$inferSelect
export type TransferRow = typeof ticketTransfers.$inferSelect
