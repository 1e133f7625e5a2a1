import { createHash } from 'node:crypto'
import { eq } from 'drizzle-orm'
import type { Database } from '#drizzle/database.ts'
import { inTransaction } from '#drizzle/transaction.ts'
import { orders } from '#drizzle/schema/index.ts'
import { type Hold, type HoldStore, type SaleSession, isOwnedBy, linesOf, releaseDue, requireOnSale, saleSession, tellStore, withOffers } from '#server/domain/inventory/index.ts'
import { type PromoCode, usablePromoCode } from '#server/domain/pricing/index.ts'
import type { CreateOrderInput } from '#shared/api/orders.ts'
import { DomainError } from '#shared/errors/domain-error.ts'
import type { WorkGate } from '#shared/flow/work-gate.ts'
import { type Buyer, type InsteadOf, contactOf, draftInstead, draftOrder, priced } from './draft-order.ts'
import { expireBlocking, expireOverdue } from './expire-orders.ts'
import { guestSecretFor, hashSecret } from './guest-secret.ts'
import { WRITING_MS, writeOrder } from './write-order.ts'

export interface OrderDeps { db: Database, holds: HoldStore }

export interface CreateOrderDeps extends OrderDeps {
  /** Writes only so many orders at once, so that a rush does not make more than can be paid in their time. */
  orderLine: Pick<WorkGate, 'run'>
}

export interface CreatedOrder { orderId: string, guestSecret: string | null }

/**
 * Makes the order of a hold, at the prices that the hold froze: order, lines, claims, audit and outbox in one transaction.
 * The same hold makes one order, however often it is asked. Throws hold-expired, seat-taken (somebody owns a seat already: the
 * others stay held, `alternatives` are offered), seat-not-for-sale (it was kept meanwhile), area-full, quota-full, limit-reached,
 * sale-not-open, promo-code-refused, access-code-refused, login-required (a guest without contact), unavailable. Whatever is thrown, nothing is ordered or charged.
 * @returns the order's id, and the guest's secret
 */
export async function createOrder(deps: CreateOrderDeps, buyer: Buyer, input: CreateOrderInput, instead: InsteadOf | null = null): Promise<CreatedOrder> {
  try {
    return await tryCreateOrder(deps, buyer, input, instead)
  } catch (error) {
    if (!(error instanceof DomainError)) throw error
    if (await makeRoom(deps, input.sessionId, error) === 0) throw error
    return await tryCreateOrder(deps, buyer, input, instead)
  }
}

/** Places that overdue orders take or allotments kept too long are given back before anything is called full. @returns how many gave way */
async function makeRoom(deps: OrderDeps, sessionId: string, error: DomainError): Promise<number> {
  if (error.code === 'quota-full') return await inTransaction(deps.db, tx => expireOverdue(tx, sessionId))
  if (error.code !== 'area-full') return 0
  const released = await releaseDue(deps, sessionId)
  return released + await inTransaction(deps.db, tx => expireBlocking(tx, sessionId, [], [error.data.areaKey as string]))
}

async function tryCreateOrder(deps: CreateOrderDeps, buyer: Buyer, input: CreateOrderInput, instead: InsteadOf | null): Promise<CreatedOrder> {
  const holdHash = createHash('sha256').update(input.holdToken).digest('base64url')
  const guestSecret = buyer.userId || instead ? null : guestSecretFor(buyer.guestKey, input.holdToken)
  const sale = await saleSession(deps.db, input.sessionId)
  try {
    requireOnSale(sale)
    const [contact, promoCode] = await Promise.all([instead ? null : contactOf(deps.db, buyer, input), promoCodeOf(deps.db, sale, input)])
    const hold = await deps.holds.beginOrder(input.sessionId, input.holdToken, WRITING_MS)
    if (!hold || !isOwnedBy(hold, buyer)) throw new DomainError('hold-expired')
    const lines = priced(linesOf(sale.plan, hold), promoCode)
    const order = instead ? await draftInstead(sale, lines, buyer, holdHash, instead) : draftOrder(sale, lines, buyer, contact!, holdHash, guestSecret, promoCode)
    // The hold is lent for the writing already: whoever stands in line does not lose his seats there.
    await deps.orderLine.run(() => inTransaction(deps.db, async (tx) => {
      await instead?.makeWay(tx)
      await writeOrder(tx, sale, order, lines, hold.remainingMs)
    }))
    await handOver(deps, hold)
    return { orderId: order.id, guestSecret }
  } catch (error) {
    // A repeated request meets what the first one left: the hold gone, the limit reached, the order there.
    const twin = await orderOfHold(deps.db, holdHash, buyer, guestSecret, instead).catch(() => null)
    if (twin) return { orderId: twin, guestSecret }
    throw await withAlternatives(deps, sale, error)
  }
}

async function orderOfHold(db: Database, holdHash: string, buyer: Buyer, guestSecret: string | null, instead: InsteadOf | null): Promise<string | null> {
  const [order] = await db.select({ id: orders.id, userId: orders.userId, guestSecretHash: orders.guestSecretHash, changesTicketId: orders.changesTicketId }).from(orders).where(eq(orders.holdHash, holdHash))
  if (!order) return null
  const isOwn = instead ? order.changesTicketId === instead.ticketId : order.userId ? order.userId === buyer.userId : guestSecret !== null && order.guestSecretHash === hashSecret(guestSecret)
  if (!isOwn) throw new DomainError('hold-expired')
  return order.id
}

async function promoCodeOf(db: Database, sale: SaleSession, input: CreateOrderInput): Promise<PromoCode | null> {
  return input.promoCode ? await usablePromoCode(db, sale.session.eventId, input.promoCode) : null
}

/** From here Postgres owns the seats: the store is told and forgets the hold. Whatever fails now, the outbox tells it later. */
async function handOver(deps: OrderDeps, hold: Hold): Promise<void> {
  await tellStore(deps, hold.sessionId, hold.seats.map(s => s.seatIndex))
    .then(() => deps.holds.endOrder(hold.sessionId, hold.token))
    .catch(() => {})
}

async function withAlternatives(deps: OrderDeps, sale: SaleSession, error: unknown): Promise<unknown> {
  if (!(error instanceof DomainError && error.code === 'seat-taken')) return error
  const lost = error.data.seatIndexes as number[]
  try {
    // Only Postgres knew: the store learns it now, so that the next visitor sees it.
    await tellStore(deps, sale.session.id, lost)
    return await withOffers(deps, sale.session.id, error)
  } catch {
    return error
  }
}
