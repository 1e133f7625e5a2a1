import { createHash } from 'node:crypto'
import { and, eq, isNull, sql } from 'drizzle-orm'
import type { Database, Transaction } from '#drizzle/database.ts'
import { inTransaction } from '#drizzle/transaction.ts'
import { orderLines, orders, users } from '#drizzle/schema/index.ts'
import { type Hold, type HoldStore, type SaleSession, type HeldLine, claimQuotas, claimSeats, claimStanding, isOwnedBy, linesOf, overLimit, placesOf, releaseDue, requireOnSale, requireWholeTables, saleSession, sharedPlacesLock, tellStore, withOffers } from '#server/domain/inventory/index.ts'
import { sealGuestSecret } from '#server/domain/notify/index.ts'
import { type PromoCode, discountsOf, redeemPromoCode, usablePromoCode } from '#server/domain/pricing/index.ts'
import type { CreateOrderInput } from '#shared/api/orders.ts'
import { DomainError } from '#shared/errors/domain-error.ts'
import { newId } from '#shared/ids/id.ts'
import { total } from '#shared/money/money.ts'
import { withTheirTables } from '#shared/seating/plan.ts'
import { seatsToName } from '#shared/seating/seat-words.ts'
import type { Locale } from '#shared/text/local-text.ts'
import { guestSecretFor, hashSecret } from './guest-secret.ts'
import { expireBlocking, expireOverdue } from './expire-orders.ts'
import { type LetIn, letIn, useAccessOf } from './let-in.ts'
import { recordCreated } from './move-order.ts'
import { type Person, personEmailHash } from './person.ts'
import { newReference } from './reference.ts'

export interface OrderDeps { db: Database, holds: HoldStore }

export interface Buyer {
  userId: string | null
  visitor: string
  locale: Locale
  /** Derives a guest's secret from his hold, so that repeating the request gives the same one. */
  guestKey: Buffer
}

export interface CreatedOrder { orderId: string, guestSecret: string | null }

/** How long a hold surely lives on while its order is written, in ms: longer than the statement timeouts of the transaction. */
const WRITING_MS = 30_000
/** Least time to pay, in seconds, for holds that were nearly over. */
const LEAST_SECONDS_TO_PAY = 300

/**
 * Makes the order of a hold, at the prices that the hold froze: order, lines, claims, audit and outbox in one transaction.
 * The same hold makes one order, however often it is asked. Throws hold-expired, seat-taken (somebody owns a seat already: the
 * others stay held, `alternatives` are offered), seat-not-for-sale (it was kept meanwhile), area-full, quota-full, limit-reached,
 * sale-not-open, promo-code-refused, access-code-refused, login-required (a guest without contact), unavailable. Whatever is thrown, nothing is ordered or charged.
 * @returns the order's id, and the guest's secret
 */
export async function createOrder(deps: OrderDeps, buyer: Buyer, input: CreateOrderInput): Promise<CreatedOrder> {
  try {
    return await tryCreateOrder(deps, buyer, input)
  } catch (error) {
    if (!(error instanceof DomainError)) throw error
    if (await makeRoom(deps, input.sessionId, error) === 0) throw error
    return await tryCreateOrder(deps, buyer, input)
  }
}

/** Places that overdue orders take or allotments kept too long are given back before anything is called full. @returns how many gave way */
async function makeRoom(deps: OrderDeps, sessionId: string, error: DomainError): Promise<number> {
  if (error.code === 'quota-full') return await inTransaction(deps.db, tx => expireOverdue(tx, sessionId))
  if (error.code !== 'area-full') return 0
  const released = await releaseDue(deps, sessionId)
  return released + await inTransaction(deps.db, tx => expireBlocking(tx, sessionId, [], [error.data.areaKey as string]))
}

async function tryCreateOrder(deps: OrderDeps, buyer: Buyer, input: CreateOrderInput): Promise<CreatedOrder> {
  const holdHash = createHash('sha256').update(input.holdToken).digest('base64url')
  const guestSecret = buyer.userId ? null : guestSecretFor(buyer.guestKey, input.holdToken)
  const sale = await saleSession(deps.db, input.sessionId)
  try {
    requireOnSale(sale)
    const [contact, promoCode] = await Promise.all([contactOf(deps.db, buyer, input), promoCodeOf(deps.db, sale, input)])
    const hold = await deps.holds.beginOrder(input.sessionId, input.holdToken, WRITING_MS)
    if (!hold || !isOwnedBy(hold, buyer)) throw new DomainError('hold-expired')
    const lines = priced(linesOf(sale.plan, hold), promoCode)
    const order = draftOrder(sale, lines, buyer, contact, holdHash, guestSecret, promoCode)
    await inTransaction(deps.db, tx => writeOrder(tx, sale, order, lines, hold.remainingMs))
    await handOver(deps, hold)
    return { orderId: order.id, guestSecret }
  } catch (error) {
    // A repeated request meets what the first one left: the hold gone, the limit reached, the order there.
    const twin = await orderOfHold(deps.db, holdHash, buyer, guestSecret).catch(() => null)
    if (twin) return { orderId: twin, guestSecret }
    throw await withAlternatives(deps, sale, error)
  }
}

async function orderOfHold(db: Database, holdHash: string, buyer: Buyer, guestSecret: string | null): Promise<string | null> {
  const [order] = await db.select({ id: orders.id, userId: orders.userId, guestSecretHash: orders.guestSecretHash }).from(orders).where(eq(orders.holdHash, holdHash))
  if (!order) return null
  const isOwn = order.userId ? order.userId === buyer.userId : guestSecret !== null && order.guestSecretHash === hashSecret(guestSecret)
  if (!isOwn) throw new DomainError('hold-expired')
  return order.id
}

interface Contact { name: string, email: string, person: Person }

/** Where tickets go, and who the person is: by the address of his account, or by the one that a guest gives. */
async function contactOf(db: Database, buyer: Buyer, input: CreateOrderInput): Promise<Contact> {
  if (!buyer.userId) {
    if (!input.contact) throw new DomainError('login-required')
    return { ...input.contact, person: { personKey: `email:${input.contact.email}`, personEmailHash: personEmailHash(buyer.guestKey, input.contact.email) } }
  }
  const [user] = await db.select({ name: users.displayName, email: users.email }).from(users).where(eq(users.id, buyer.userId))
  const person = { personKey: `user:${buyer.userId}`, personEmailHash: user?.email ? personEmailHash(buyer.guestKey, user.email) : null }
  if (input.contact) return { ...input.contact, person }
  if (!user?.email) throw new DomainError('invalid-input', { errors: [{ path: 'contact', message: 'an e-mail is needed for the tickets', code: 'custom' }] })
  return { name: user.name, email: user.email, person }
}

async function promoCodeOf(db: Database, sale: SaleSession, input: CreateOrderInput): Promise<PromoCode | null> {
  return input.promoCode ? await usablePromoCode(db, sale.session.eventId, input.promoCode) : null
}

/** A line of the hold, with what a code takes off the whole of it, in minor units. */
export type PricedLine = HeldLine & { discountMinor: number }

function priced(lines: HeldLine[], promoCode: PromoCode | null): PricedLine[] {
  const discounts = promoCode ? discountsOf(promoCode, lines.map(l => ({ unitPriceMinor: l.unitPrice.amountMinor, quantity: l.quantity }))) : []
  return lines.map((line, i) => ({ ...line, discountMinor: discounts[i] ?? 0 }))
}

export type NewOrder = Omit<typeof orders.$inferInsert, 'expiresAt'> & Person & { id: string, sessionId: string }

/** The row of an order to be; its total is that of its lines. */
export function draftOrder(
  sale: SaleSession, lines: PricedLine[], buyer: Buyer, contact: Contact, holdHash: string, guestSecret: string | null, promoCode: PromoCode | null
): NewOrder {
  const discountMinor = lines.reduce((sum, line) => sum + line.discountMinor, 0)
  return {
    id: newId(),
    reference: newReference(),
    sessionId: sale.session.id,
    userId: buyer.userId,
    guestSecretHash: guestSecret ? hashSecret(guestSecret) : null,
    guestSecretSealed: guestSecret ? sealGuestSecret(buyer.guestKey, guestSecret) : null,
    contactEmail: contact.email,
    contactName: contact.name,
    locale: buyer.locale,
    ...contact.person,
    totalMinor: total(lines.map(l => ({ unitPriceMinor: l.unitPrice.amountMinor, quantity: l.quantity }))) - discountMinor,
    discountMinor,
    promoCodeId: promoCode?.id ?? null,
    currency: lines[0]!.unitPrice.currency,
    holdHash
  }
}

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
  const exceeded = await claimQuotas(tx, order.sessionId, lines)
  if (exceeded) throw new DomainError('quota-full', { ...exceeded })
  // The counter that everybody wants comes last, so that it is locked for the shortest time.
  const full = await claimStanding(tx, { id: order.id, sessionId: order.sessionId }, wanted)
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

/**
 * One person at a time: the locks make two orders of one person for one session wait, so that both cannot pass the limit, whether
 * he is known by his account or by his address. In the same breath what is for sale stops changing.
 */
async function requireWithinLimit(tx: Transaction, sale: SaleSession, order: NewOrder, lines: HeldLine[]): Promise<void> {
  const names = [order.personKey, order.personEmailHash ?? order.personKey].map(name => `limit:${order.sessionId}:${name}`).sort()
  await tx.execute(sql`select ${sharedPlacesLock(order.sessionId)}, pg_advisory_xact_lock(hashtextextended(${names[0]}, 0)), pg_advisory_xact_lock(hashtextextended(${names[1]}, 0))`)
  if (order.personKey.startsWith('guest-list:')) return
  const had = await placesOf(tx, order.sessionId, order.personKey, order.personEmailHash)
  const asked = lines.reduce((sum, l) => sum + l.quantity, 0)
  if (had + asked > sale.session.perPersonLimit) throw overLimit(sale.plan, lines.flatMap(line => line.seatIndex ?? []), { limit: sale.session.perPersonLimit, held: had })
}

export function actorOf(order: { userId?: string | null }): string {
  return order.userId ? `user:${order.userId}` : 'guest'
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
