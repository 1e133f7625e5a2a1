import { and, eq, isNull, sql } from 'drizzle-orm'
import type { Transaction } from '#drizzle/database.ts'
import { orderLines, orders, users } from '#drizzle/schema/index.ts'
import { type HeldLine, type SaleSession, claimQuotas, claimSeats, claimStanding, overLimit, requireWholeTables, sharedPlacesLock, takeOfferedPlaces } from '#server/domain/inventory/index.ts'
import { redeemPromoCode } from '#server/domain/pricing/index.ts'
import { DomainError } from '#shared/errors/domain-error.ts'
import { newId } from '#shared/ids/id.ts'
import { withTheirTables } from '#shared/seating/plan.ts'
import { seatsToName } from '#shared/seating/seat-words.ts'
import type { NewOrder, PricedLine } from './draft-order.ts'
import { expireBlocking } from './expire-orders.ts'
import { type LetIn, letIn, useAccessOf } from './let-in.ts'
import { recordCreated } from './move-order.ts'
import { limitLocks, placesHadBeside } from './person-limit.ts'

/** How long a hold surely lives on while its order is written, in ms: longer than the statement timeouts of the transaction. */
export const WRITING_MS = 30_000
/** Least time to pay, in seconds, for holds that were nearly over. */
const LEAST_SECONDS_TO_PAY = 300

/** Writes an order with its lines and claims: the moment that decides. `remainingMs` is left of its hold. @returns which lines came out of allotments */
export async function writeOrder(tx: Transaction, sale: SaleSession, order: NewOrder, lines: PricedLine[], remainingMs: number): Promise<LetIn> {
  const seats = lines.flatMap(l => l.seatIndex ?? [])
  requireWholeTables(sale.plan, seats)
  await requireAccount(tx, order.userId)
  await requireWithinLimit(tx, sale, order, lines)
  const access = await letIn(tx, sale, lines)
  await expireBlocking(tx, order.sessionId, seats, [])
  // Up to WRITING_MS of what remains may have been lent for the writing alone: that is no time to pay.
  const toldSeconds = remainingMs > WRITING_MS ? remainingMs / 1000 : 0
  const seconds = Math.max(toldSeconds, Math.min(sale.session.holdSeconds, LEAST_SECONDS_TO_PAY))
  const written = lines.map(line => ({ id: newId(), orderId: order.id, ...lineRow(line) }))
  const wanted = written.map((l, i) => ({ orderLineId: l.id, seatIndex: l.seatIndex, areaKey: l.areaKey, quantity: l.quantity, ...access.ofLine(lines[i]!) }))
  await tx.insert(orders).values({ ...order, expiresAt: sql`now() + make_interval(secs => ${seconds})` })
  // These may run in any order, so they are sent in one breath. Nothing else may: the driver does not keep the order.
  await Promise.all([
    tx.insert(orderLines).values(written),
    recordCreated(tx, { id: order.id, sessionId: order.sessionId, seats }, actorOf(order))
  ])
  const lost = withTheirTables(sale.plan, await claimSeats(tx, { id: order.id, sessionId: order.sessionId }, wanted))
  if (lost.length > 0) throw new DomainError('seat-taken', { ...seatsToName(sale.plan, lost), keptIndexes: seats.filter(seat => !lost.includes(seat)) })
  if (order.promoCodeId) await redeemPromoCode(tx, order.promoCodeId)
  await useAccessOf(tx, order, access)
  const fromOthers = await takeOfferedPlaces(tx, { id: order.id, sessionId: order.sessionId }, wanted, id => written.find(line => line.id === id)!.ticketTypeId)
  const exceeded = await claimQuotas(tx, order.sessionId, lines)
  if (exceeded) throw new DomainError('quota-full', { ...exceeded })
  // The counter that everybody wants comes last, so that it is locked for the shortest time.
  const full = await claimStanding(tx, { id: order.id, sessionId: order.sessionId }, wanted, fromOthers)
  if (full) throw new DomainError('area-full', full)
  return access
}

/** Where the account is being deleted this waits, and then refuses: nobody could show tickets of it (G-02). */
async function requireAccount(tx: Transaction, userId: string | null | undefined): Promise<void> {
  if (!userId) return
  const [account] = await tx.select({ id: users.id }).from(users).where(and(eq(users.id, userId), isNull(users.erasedAt))).for('key share')
  if (!account) throw new DomainError('login-required')
}

function lineRow(line: PricedLine) {
  return {
    ticketTypeId: line.ticketTypeId,
    seatIndex: line.seatIndex,
    areaKey: line.areaKey,
    quantity: line.quantity,
    unitPriceMinor: line.unitPrice.amountMinor,
    discountMinor: line.discountMinor,
    labels: {
      ticketTypeEn: line.ticketType.en, ticketTypeZh: line.ticketType.zh,
      sectionEn: line.section.en, sectionZh: line.section.zh,
      ...(line.row === null ? {} : { row: line.row }), ...(line.isTable ? { isTable: true as const } : {}), ...(line.seat === null ? {} : { seat: line.seat })
    }
  }
}

/** One person at a time, whether he is known by his account or by his address. In the same breath what is for sale stops changing. */
async function requireWithinLimit(tx: Transaction, sale: SaleSession, order: NewOrder, lines: HeldLine[]): Promise<void> {
  await tx.execute(sql`select ${sharedPlacesLock(order.sessionId)}, ${limitLocks(order.sessionId, order)}`)
  if (order.personKey.startsWith('guest-list:')) return
  const had = await placesHadBeside(tx, order)
  const asked = lines.reduce((sum, l) => sum + l.quantity, 0)
  if (had + asked > sale.session.perPersonLimit) throw overLimit(sale.plan, lines.flatMap(line => line.seatIndex ?? []), { limit: sale.session.perPersonLimit, held: had })
}

export function actorOf(order: { userId?: string | null }): string {
  return order.userId ? `user:${order.userId}` : 'guest'
}
