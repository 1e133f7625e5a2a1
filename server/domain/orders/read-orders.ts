import { and, desc, eq, inArray, isNull, lt, sql } from 'drizzle-orm'
import type { Database, Queryable } from '#drizzle/database.ts'
import { type OrderLineRow, type OrderRow, events, orderLines, orders, payments, promoCodes, refunds, sessions, tickets, venues } from '#drizzle/schema/index.ts'
import type { OrderOccasion, OrderReply, OrderSummary, PaymentMethod } from '#shared/api/orders.ts'
import { DomainError } from '#shared/errors/domain-error.ts'
import { openRefundRight } from './refund-rights.ts'

/** Everything an order page shows. `methods` are the ways in which it can be paid now. */
export async function describeOrder(db: Database, order: OrderRow, methods: PaymentMethod[]): Promise<OrderReply> {
  const [occasions, lines, issued, [clock], [promo], [right], money] = await Promise.all([
    occasionsOf(db, [order.sessionId]),
    db.select().from(orderLines).where(eq(orderLines.orderId, order.id)).orderBy(orderLines.id),
    order.paidAt === null ? [] : db.select().from(tickets).where(and(eq(tickets.orderId, order.id), isNull(tickets.fromTicketId))).orderBy(tickets.orderLineId, tickets.position),
    db.execute<{ left: string, left_to_pay: string }>(sql`select extract(epoch from (${order.expiresAt.toISOString()}::timestamptz - now())) * 1000 as left,
      extract(epoch from (${(order.payableUntil ?? order.expiresAt).toISOString()}::timestamptz - now())) * 1000 as left_to_pay`),
    order.promoCodeId ? db.select({ code: promoCodes.code }).from(promoCodes).where(eq(promoCodes.id, order.promoCodeId)) : [],
    order.paidAt === null ? [] : openRefundRight(db, order.id),
    moneyOf(db, order)
  ])
  const leftMs = Number(clock?.left ?? 0)
  // Nobody needs to have expired it yet: when its time is over it is expired for whoever looks.
  const state = order.state === 'pending' && leftMs <= 0 ? 'expired' : order.state
  const leftToPayMs = Math.max(0, Number(clock?.left_to_pay ?? 0))
  const byLine = new Map(lines.map(l => [l.id, l]))
  return {
    id: order.id,
    reference: order.reference,
    state,
    occasion: occasions.get(order.sessionId)!,
    lines: lines.map(l => ({ id: l.id, ...labelsOf(l), quantity: l.quantity, unitPrice: { amountMinor: l.unitPriceMinor, currency: order.currency } })),
    discount: order.discountMinor > 0 ? { amountMinor: order.discountMinor, currency: order.currency } : null,
    promoCode: promo?.code ?? null,
    total: { amountMinor: order.totalMinor, currency: order.currency },
    refundRight: right && state === 'paid' ? { reason: right.reason, until: right.until.toISOString() } : null,
    contact: { name: order.contactName, email: order.contactEmail },
    createdAt: order.createdAt.toISOString(),
    expiresAt: state === 'pending' ? (order.payableUntil ?? order.expiresAt).toISOString() : null,
    remainingMs: state === 'pending' ? Math.round(leftToPayMs) : null,
    paidAt: order.paidAt?.toISOString() ?? null,
    paymentMethods: state === 'pending' && leftToPayMs > 0 ? methods : [],
    ...money,
    tickets: issued.map(t => ({ id: t.id, state: t.state, ...labelsOf(byLine.get(t.orderLineId)!) }))
  }
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
    isOver: sql<boolean>`${orders.state} = 'pending' and ${orders.expiresAt} <= now()`
  })
    .from(orders).where(and(eq(orders.userId, userId), cursor ? lt(orders.id, cursor) : undefined))
    .orderBy(desc(orders.id)).limit(limit + 1)
  const page = rows.slice(0, limit)
  const occasions = await occasionsOf(db, page.map(r => r.order.sessionId))
  return {
    orders: page.map(({ order, ticketCount, isOver }) => ({
      id: order.id,
      reference: order.reference,
      state: isOver ? 'expired' : order.state,
      occasion: occasions.get(order.sessionId)!,
      ticketCount,
      total: { amountMinor: order.totalMinor, currency: order.currency },
      createdAt: order.createdAt.toISOString()
    })),
    nextCursor: rows.length > limit ? page.at(-1)!.order.id : null
  }
}

/** What, when and where, for some sessions, in one query. */
export async function occasionsOf(db: Queryable, sessionIds: string[]): Promise<Map<string, OrderOccasion>> {
  if (sessionIds.length === 0) return new Map()
  const rows = await db.select({ session: sessions, event: events, venue: venues }).from(sessions)
    .innerJoin(events, eq(events.id, sessions.eventId)).innerJoin(venues, eq(venues.id, sessions.venueId))
    .where(inArray(sessions.id, [...new Set(sessionIds)]))
  return new Map(rows.map(({ session, event, venue }) => [session.id, {
    eventSlug: event.slug,
    event: { en: event.nameEn, zh: event.nameZh },
    posterUrl: event.coverUrl ?? `/posters/${event.slug}.svg`,
    sessionId: session.id,
    startsAt: session.startsAt.toISOString(),
    doorsAt: session.doorsAt?.toISOString() ?? null,
    venue: { en: venue.nameEn, zh: venue.nameZh },
    address: { en: venue.addressEn, zh: venue.addressZh },
    city: { en: venue.cityEn, zh: venue.cityZh },
    timeZone: venue.timeZone
  }]))
}

export function labelsOf(line: Pick<OrderLineRow, 'labels'>) {
  const { labels } = line
  return {
    ticketType: { en: labels.ticketTypeEn, zh: labels.ticketTypeZh },
    section: { en: labels.sectionEn, zh: labels.sectionZh },
    row: labels.row ?? null,
    ...(labels.isTable && { isTable: true }),
    seat: labels.seat ?? null
  }
}
