import { and, eq, like } from 'drizzle-orm'
import type { Database, Transaction } from '#drizzle/database.ts'
import { inTransaction } from '#drizzle/transaction.ts'
import { orders } from '#drizzle/schema/index.ts'
import { type HoldStore, tellStore } from '#server/domain/inventory/index.ts'
import { giveNotice } from '#server/domain/notify/index.ts'
import { DomainError } from '#shared/errors/domain-error.ts'
import { endPaidOrder } from './end-paid-order.ts'
import { occasionsOf } from './occasions.ts'

/**
 * Takes tickets back that a guest was given: they open no door any more, he is told, and the places go back to the allotment, or to
 * everybody where it was released. Once is enough: a second time changes nothing. Throws `not-found`, `not-refundable` (a ticket was
 * used), `illegal-transition` (not confirmed yet). `alongside` is written in the same transaction.
 */
export async function takeBackGift(deps: { db: Database, holds: HoldStore }, gift: { sessionId: string, allotmentId: string, orderId: string }, actor: string, alongside: (tx: Transaction) => Promise<void>): Promise<void> {
  const freed = await inTransaction(deps.db, async (tx) => {
    const [order] = await tx.select().from(orders)
      .where(and(eq(orders.id, gift.orderId), eq(orders.sessionId, gift.sessionId), like(orders.personKey, `guest-list:${gift.allotmentId}:%`))).for('update')
    if (!order) throw new DomainError('not-found')
    if (order.state === 'refunded') return []
    if (order.state !== 'paid') throw new DomainError('illegal-transition', { state: order.state })
    const places = await endPaidOrder(tx, order, actor, { evenHandedOn: true })
    const occasion = (await occasionsOf(tx, [order.sessionId])).get(order.sessionId)!
    await giveNotice(tx, {
      to: { email: order.contactEmail, locale: order.locale }, kind: 'tickets-withdrawn', key: `tickets-withdrawn:${order.id}`,
      params: { eventEn: occasion.event.en, eventZh: occasion.event.zh, venueEn: occasion.venue.en, venueZh: occasion.venue.zh, startsAt: occasion.startsAt, timeZone: occasion.timeZone, reference: order.reference }
    })
    await alongside(tx)
    return places
  })
  await Promise.allSettled(freed.map(c => tellStore(deps, c.sessionId, c.seats)))
}
