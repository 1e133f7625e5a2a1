import { and, eq, isNotNull, sql } from 'drizzle-orm'
import type { Transaction } from '#drizzle/database.ts'
import { type OrderRow, orderLines, sessions, standingClaims } from '#drizzle/schema/index.ts'
import { claimQuotas, claimSeats, claimStanding, keepersOf, sharedPlacesLock, takeOfferedPlaces } from '#server/domain/inventory/index.ts'
import { redeemPromoCode } from '#server/domain/pricing/index.ts'
import { DomainError } from '#shared/errors/domain-error.ts'
import { expireBlocking } from './expire-orders.ts'
import { limitLocks, placesHadBeside } from './person-limit.ts'

/**
 * Claims the places of an expired order anew, because its money came late (P-07). It gets what it had or nothing: all its seats and
 * places, its promo code, and only within the limit of its buyer, as if it were written now. Throws `seat-taken`, `area-full`,
 * `quota-full`, `limit-reached`, `seat-not-for-sale` or `promo-code-refused`; then the caller rolls back and the money returns (P-08).
 */
export async function retakePlaces(tx: Transaction, order: OrderRow): Promise<void> {
  const lines = await tx.select().from(orderLines).where(eq(orderLines.orderId, order.id)).orderBy(orderLines.id)
  const seats = lines.flatMap(line => line.seatIndex ?? [])
  await tx.execute(sql`select ${sharedPlacesLock(order.sessionId)}, ${limitLocks(order.sessionId, order)}`)
  const [session] = await tx.select({ limit: sessions.perPersonLimit }).from(sessions).where(eq(sessions.id, order.sessionId))
  const had = await placesHadBeside(tx, order)
  const asked = lines.reduce((sum, line) => sum + line.quantity, 0)
  if (had + asked > session!.limit) throw new DomainError('limit-reached', { limit: session!.limit, held: had })
  // A code that once opened kept seats is not asked again: they are for whom they are kept now.
  if ((await keepersOf(tx, order.sessionId, seats)).size > 0) throw new DomainError('seat-not-for-sale', { seatNames: [] })
  await expireBlocking(tx, order.sessionId, seats, lines.flatMap(line => line.areaKey ?? []))
  const wanted = lines.map(line => ({ orderLineId: line.id, seatIndex: line.seatIndex, areaKey: line.areaKey, quantity: line.quantity }))
  const lost = await claimSeats(tx, order, wanted)
  if (lost.length > 0) throw new DomainError('seat-taken', { seatIndexes: lost })
  if (order.promoCodeId) await redeemPromoCode(tx, order.promoCodeId)
  const fromOthers = await takeOfferedPlaces(tx, order, wanted, id => lines.find(line => line.id === id)!.ticketTypeId)
  const exceeded = await claimQuotas(tx, order.sessionId, lines)
  if (exceeded) throw new DomainError('quota-full', { ...exceeded })
  // A line has one claim of standing places: the one that was given up makes room for the new one.
  await tx.delete(standingClaims).where(and(eq(standingClaims.orderId, order.id), eq(standingClaims.state, 'released'), isNotNull(standingClaims.areaKey)))
  const full = await claimStanding(tx, order, wanted, fromOthers)
  if (full) throw new DomainError('area-full', full)
}
