import { and, desc, eq, isNull, lt, sql } from 'drizzle-orm'
import type { Database } from '#drizzle/database.ts'
import { type OrderRow, orderLines, orders, payments, promoCodes, refundRuns, refunds, tickets } from '#drizzle/schema/index.ts'
import { areAttendeesNamed } from '#server/domain/attendees/index.ts'
import type { OrderReply, OrderSummary, PaymentMethod } from '#shared/api/orders.ts'
import { DomainError } from '#shared/errors/domain-error.ts'
import { blocksOf } from './blocked-by.ts'
import { changeOf, changedInto } from './change/change-places.ts'
import { labelsOf, occasionsOf } from './occasions.ts'
import { payableMinor } from './payable.ts'
import { openRefundRight } from './refund-rights.ts'

/** Everything an order page shows. `methods` are the ways in which it can be paid now. */
export async function describeOrder(db: Database, order: OrderRow, methods: PaymentMethod[]): Promise<OrderReply> {
  const [occasions, lines, issued, [clock], [promo], [right], money, change] = await Promise.all([
    occasionsOf(db, [order.sessionId]),
    db.select().from(orderLines).where(eq(orderLines.orderId, order.id)).orderBy(orderLines.id),
    order.paidAt === null ? [] : db.select().from(tickets).where(and(eq(tickets.orderId, order.id), isNull(tickets.fromTicketId))).orderBy(tickets.orderLineId, tickets.position),
    db.execute<{ left: string, left_to_pay: string }>(sql`select extract(epoch from (${order.expiresAt.toISOString()}::timestamptz - now())) * 1000 as left,
      extract(epoch from (${(order.payableUntil ?? order.expiresAt).toISOString()}::timestamptz - now())) * 1000 as left_to_pay`),
    order.promoCodeId ? db.select({ code: promoCodes.code }).from(promoCodes).where(eq(promoCodes.id, order.promoCodeId)) : [],
    order.paidAt === null ? [] : openRefundRight(db, order.id),
    moneyOf(db, order),
    changeOf(db, order)
  ])
  const [changed, blockOf] = await Promise.all([changedInto(db, issued.flatMap(t => t.state === 'changed' ? t.id : [])), blocksOf(db, issued)])
  const leftMs = Number(clock?.left ?? 0)
  // Nobody needs to have expired it yet: when its time is over it is expired for whoever looks.
  const state = order.state === 'pending' && leftMs <= 0 ? 'expired' : order.state
  const leftToPayMs = Math.max(0, Number(clock?.left_to_pay ?? 0))
  const byLine = new Map(lines.map(l => [l.id, l]))
  const occasion = occasions.get(order.sessionId)!
  return {
    id: order.id,
    reference: order.reference,
    state,
    occasion,
    lines: lines.map(l => ({ id: l.id, ...labelsOf(l), quantity: l.quantity, unitPrice: { amountMinor: l.unitPriceMinor, currency: order.currency } })),
    discount: order.discountMinor > 0 ? { amountMinor: order.discountMinor, currency: order.currency } : null,
    promoCode: promo?.code ?? null,
    total: { amountMinor: order.totalMinor, currency: order.currency },
    payable: { amountMinor: payableMinor(order), currency: order.currency },
    change,
    refundRight: right && state === 'paid' ? { reason: right.reason, until: right.until.toISOString() } : null,
    calledOff: occasion.isCancelled ? await calledOffOf(db, order) : null,
    attendees: await attendeesOf(db, order, occasion.needsIdentity),
    contact: { name: order.contactName, email: order.contactEmail },
    isGuests: order.userId === null,
    createdAt: order.createdAt.toISOString(),
    expiresAt: state === 'pending' ? (order.payableUntil ?? order.expiresAt).toISOString() : null,
    remainingMs: state === 'pending' ? Math.round(leftToPayMs) : null,
    paidAt: order.paidAt?.toISOString() ?? null,
    paymentMethods: state === 'pending' && leftToPayMs > 0 ? methods : [],
    ...money,
    tickets: issued.map(t => ({ id: t.id, state: t.state, blocked: blockOf(t), ...(changed.has(t.id) && { changedTo: changed.get(t.id)! }), ...labelsOf(byLine.get(t.orderLineId)!) }))
  }
}

/** Why its session is off, where everybody gets his money back by itself. */
async function calledOffOf(db: Database, order: OrderRow): Promise<OrderReply['calledOff']> {
  const [[run], [bank]] = await Promise.all([
    db.select({ reason: refundRuns.reason }).from(refundRuns).where(sql`${order.sessionId} = any(${refundRuns.sessionIds})`).orderBy(desc(refundRuns.id)).limit(1),
    db.execute<{ looks: boolean, paid: boolean }>(sql`select count(*) > 0 as looks, coalesce(bool_or(p.dispute = 'lost'), false) as paid from payments p where p.state = 'captured' and p.dispute in ('open', 'lost') and (p.order_id = ${order.id} or p.id in (select payment_id from order_credits where order_id = ${order.id}))`)
  ])
  return run ? { reason: run.reason, isAtBank: bank!.looks, hasBankPaid: bank!.paid } : null
}

async function attendeesOf(db: Database, order: OrderRow, needsIdentity: boolean): Promise<OrderReply['attendees']> {
  if (!needsIdentity) return 'none'
  return await areAttendeesNamed(db, order) ? 'complete' : 'missing'
}

/** What is known of an order's money: what was begun to pay it, newest first, and what goes back. */
async function moneyOf(db: Database, order: OrderRow): Promise<Pick<OrderReply, 'payments' | 'refunds'>> {
  const [paid, back] = await Promise.all([
    order.state === 'pending' && !order.payableUntil ? [] : db.select().from(payments).where(eq(payments.orderId, order.id)).orderBy(desc(payments.id)),
    order.state === 'pending' ? [] : db.select({ refund: refunds, method: payments.method }).from(refunds).innerJoin(payments, eq(payments.id, refunds.paymentId)).where(eq(refunds.orderId, order.id)).orderBy(desc(refunds.id))
  ])
  return {
    payments: paid.map(p => ({ id: p.id, method: p.method, state: p.state, amount: { amountMinor: p.amountMinor, currency: p.currency }, points: p.pointsMinor, declined: p.state === 'captured' ? null : p.failureCode })),
    refunds: back.map(({ refund: r, method }) => ({
      id: r.id, state: r.state, method, amount: { amountMinor: r.amountMinor, currency: r.currency }, points: r.pointsMinor, reason: r.reason,
      createdAt: r.createdAt.toISOString(), settledAt: r.settledAt?.toISOString() ?? null
    }))
  }
}

/** A customer's orders, newest first. */
export async function listOrders(db: Database, userId: string, cursor: string | undefined, limit = 20): Promise<{ orders: OrderSummary[], nextCursor: string | null }> {
  if (cursor !== undefined && !/^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/.test(cursor)) throw new DomainError('invalid-input', { errors: [{ path: 'cursor', message: 'is not one of ours', code: 'custom' }] })
  // Ids are UUIDv7: their order is the order of creation.
  const rows = await db.select({
    order: orders,
    // Written out: alone in a query, drizzle leaves the table's name away, and here it would mean another table's id.
    ticketCount: sql<number>`(select coalesce(sum(l.quantity), 0)::int from order_lines l where l.order_id = "orders"."id")`,
    isChanged: sql<boolean>`"orders"."state" in ('partially_refunded', 'refunded') and coalesce((select bool_or(t.state = 'changed') and not bool_or(t.state in ('refunded', 'resold')) from tickets t where t.order_id = "orders"."id"), false)`,
    isOver: sql<boolean>`${orders.state} = 'pending' and ${orders.expiresAt} <= now()`
  })
    .from(orders).where(and(eq(orders.userId, userId), cursor ? lt(orders.id, cursor) : undefined))
    .orderBy(desc(orders.id)).limit(limit + 1)
  const page = rows.slice(0, limit)
  const occasions = await occasionsOf(db, page.map(r => r.order.sessionId))
  return {
    orders: page.map(({ order, ticketCount, isChanged, isOver }) => ({
      id: order.id,
      reference: order.reference,
      state: isOver ? 'expired' : order.state,
      occasion: occasions.get(order.sessionId)!,
      ticketCount,
      isChanged,
      total: { amountMinor: order.totalMinor, currency: order.currency },
      createdAt: order.createdAt.toISOString()
    })),
    nextCursor: rows.length > limit ? page.at(-1)!.order.id : null
  }
}
