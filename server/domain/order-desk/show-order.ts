import { and, asc, eq, inArray } from 'drizzle-orm'
import type { Database, Queryable } from '#drizzle/database.ts'
import { type OrderRow, auditLog, users } from '#drizzle/schema/index.ts'
import { recordAudit } from '#server/domain/accounts/index.ts'
import { describeOrder } from '#server/domain/orders/index.ts'
import { quoteRefund, ticketsToTakeBack } from '#server/domain/refunds/index.ts'
import type { DeskOrderReply } from '#shared/api/order-desk.ts'
import { type Desk, deskOrder } from './desk.ts'

const USER_ID = /^(?:user:)?([\da-f]{8}(?:-[\da-f]{4}){3}-[\da-f]{12})$/

/**
 * Everything about an order that helps somebody at the desk with its buyer. An admin's look at it is written down: what somebody bought
 * is his business and the publisher's. @throws `not-found`
 */
export async function showOrder(db: Database, desk: Desk, orderId: string): Promise<DeskOrderReply> {
  const order = await deskOrder(db, desk, orderId)
  if (desk.role === 'admin') await recordAudit(db, { actor: desk.userId, action: 'order.looked-at', subjectType: 'order', subjectId: order.id })
  const [reply, valid, quote, history] = await Promise.all([describeOrder(db, order, []), ticketsToTakeBack(db, order), quoteRefund(db, order), historyOf(db, order)])
  const fees = new Map(quote.tickets.map(({ ticket, feeMinor }) => [ticket.id, feeMinor]))
  const money = (amountMinor: number) => ({ amountMinor, currency: order.currency })
  return {
    order: reply,
    refundable: valid.map(({ ticket, paidMinor }) => ({ ticketId: ticket.id, paid: money(paidMinor), fee: fees.has(ticket.id) ? money(fees.get(ticket.id)!) : null })),
    history
  }
}

/** What the audit log says of an order itself. */
async function historyOf(db: Queryable, order: OrderRow): Promise<DeskOrderReply['history']> {
  const rows = await db.select().from(auditLog).where(and(eq(auditLog.subjectType, 'order'), eq(auditLog.subjectId, order.id))).orderBy(asc(auditLog.id))
  const people = [...new Set(rows.flatMap(row => USER_ID.exec(row.actor)?.[1] ?? []))].filter(id => id !== order.userId)
  const names = new Map(people.length ? (await db.select({ id: users.id, name: users.displayName }).from(users).where(inArray(users.id, people))).map(user => [user.id, user.name]) : [])
  return rows.map((row) => {
    const id = USER_ID.exec(row.actor)?.[1] ?? null
    const by = row.actor === 'guest' || (id !== null && id === order.userId) ? 'buyer' as const : id ? 'desk' as const : 'house' as const
    const { reason } = row.details as { reason?: unknown }
    return { at: row.at.toISOString(), by, name: by === 'desk' ? names.get(id!) ?? null : null, action: row.action, reason: typeof reason === 'string' && reason ? reason : null }
  })
}
