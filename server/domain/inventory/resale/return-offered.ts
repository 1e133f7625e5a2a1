import { and, asc, eq, inArray, sql } from 'drizzle-orm'
import type { Transaction } from '#drizzle/database.ts'
import { type ResaleRow, claims, resales, standingClaims, tickets } from '#drizzle/schema/index.ts'
import { letGo } from '../kept.ts'
import { giveBackQuotas } from '../quotas/claim-quotas.ts'
import { moveResale } from './move-resale.ts'
import { showOffered } from './offer-place.ts'
import { BEING_BOUGHT, takeFromLine } from './take-offered.ts'

/**
 * Gives places that unpaid orders took from others back to their owners, before the orders give up what is left: the tickets are good
 * again, and others may have them, unless one was used or blocked meanwhile.
 */
export async function returnOffered(tx: Transaction, orderIds: readonly string[], orderLineIds?: readonly string[]): Promise<void> {
  const of = and(inArray(resales.buyerOrderId, [...orderIds]), eq(resales.state, 'locked'), orderLineIds && inArray(resales.buyerLineId, [...orderLineIds]))
  const locked = await tx.select().from(resales).where(of).orderBy(asc(resales.id))
  if (locked.length === 0) return
  const all = await tx.select().from(tickets).where(inArray(tickets.id, locked.map(resale => resale.ticketId))).orderBy(asc(tickets.id)).for('update')
  for (const resale of locked) {
    const ticket = all.find(one => one.id === resale.ticketId)!
    const isGood = ticket.state === 'valid' && (ticket.blockedReason === null || ticket.blockedReason === BEING_BOUGHT)
    // Ended meanwhile: the place is the order's own by now.
    if (!await moveResale(tx, resale, 'locked', isGood ? 'open' : 'withdrawn', `order:${resale.buyerOrderId}`)) continue
    await returnPlace(tx, resale)
    await returnToQuotas(tx, resale)
    await unlockTicket(tx, resale.ticketId)
    if (isGood) await showOffered(tx, resale)
  }
}

async function returnPlace(tx: Transaction, resale: ResaleRow): Promise<void> {
  const { sessionId, seatIndex, areaKey, orderId, orderLineId } = resale
  if (seatIndex !== null) {
    await tx.update(claims).set({ state: 'released', releasedAt: sql`now()`, accessCodeId: null }).where(and(eq(claims.sessionId, sessionId), eq(claims.seatIndex, seatIndex), eq(claims.orderLineId, resale.buyerLineId!), eq(claims.state, 'pending')))
    await tx.insert(claims).values({ sessionId, seatIndex, orderId, orderLineId, state: 'sold' })
  } else {
    await takeFromLine(tx, resale.buyerLineId!)
    // Of the line's other places some may be kept for the waiting list: a line has one claim, and his comes first.
    await letGo(tx, sessionId, [], [orderLineId])
    await tx.insert(standingClaims).values({ sessionId, areaKey: areaKey!, orderId, orderLineId, quantity: 1, state: 'sold' })
      .onConflictDoUpdate({ target: standingClaims.orderLineId, set: { quantity: sql`case when ${standingClaims.state} = 'sold' then ${standingClaims.quantity} + 1 else 1 end`, state: 'sold', allotmentId: null, accessCodeId: null } })
  }
}

/** He counts in his quotas again. The buyer's place was in them too; where the publisher made one smaller meanwhile, it is as large as what is sold. */
async function returnToQuotas(tx: Transaction, resale: ResaleRow): Promise<void> {
  await giveBackQuotas(tx, [{ sessionId: resale.sessionId, orderLineId: resale.buyerLineId!, quantity: 1 }])
  await tx.execute(sql`
    update ticket_quotas q set taken = q.taken + 1, capacity = greatest(q.capacity, q.taken + 1)
    from ticket_quota_types t join order_lines l on l.ticket_type_id = t.ticket_type_id where l.id = ${resale.orderLineId} and t.quota_id = q.id`)
}

/** The ticket opens doors again, unless something else stands in its way. */
export async function unlockTicket(tx: Transaction, ticketId: string): Promise<void> {
  await tx.update(tickets).set({ blockedReason: null }).where(and(eq(tickets.id, ticketId), eq(tickets.blockedReason, BEING_BOUGHT)))
}
