import { type SQL, and, asc, eq, inArray, sql } from 'drizzle-orm'
import type { Transaction } from '#drizzle/database.ts'
import { type ResaleRow, claims, resales, standingClaims, standingStock, tickets } from '#drizzle/schema/index.ts'
import { DomainError } from '#shared/errors/domain-error.ts'
import { giveBackQuotas } from '../quotas/claim-quotas.ts'
import { moveResale } from './move-resale.ts'

/** Why a ticket opens no door while somebody pays for its place. */
export const BEING_BOUGHT = 'being-bought'

interface TakenLine { orderLineId: string, seatIndex: number | null, areaKey: string | null, quantity: number, allotmentId?: string | null }

/** A seat that was kept for the waiting list too long is anybody's; a standing place is once it is counted as offered. */
const isFree = sql`(${resales.keptUntil} is null or (${resales.keptUntil} <= now() and ${resales.seatIndex} is not null))`

/**
 * Of seats that somebody owns, takes those that their owners offer to others: the old claim ends, so that the order can claim the seat
 * itself in the same transaction. The owner's ticket stays his and is locked meanwhile. @returns the seats that can be claimed now
 */
export async function takeOfferedSeats(tx: Transaction, order: { id: string, sessionId: string }, wanted: readonly TakenLine[]): Promise<number[]> {
  const lineOf = new Map(wanted.map(line => [line.seatIndex!, line.orderLineId]))
  const locked = await lock(tx, order, sql`${resales.seatIndex} in ${[...lineOf.keys()]}`, [...lineOf.values()].length, resale => lineOf.get(resale.seatIndex!)!)
  for (const resale of locked) {
    const ended = await tx.update(claims).set({ state: 'released', releasedAt: sql`now()`, resaleId: null }).where(and(eq(claims.resaleId, resale.id), eq(claims.state, 'sold'))).returning({ id: claims.id })
    if (ended.length !== 1) throw new Error(`resale ${resale.id} has ${ended.length} claims`)
  }
  return locked.map(resale => resale.seatIndex!)
}

/**
 * Takes standing places that others offer, oldest first, where an area or a quota has too few of its own left for an order. `typeOf` says
 * at which ticket type a line is sold. @returns how many of each area: these are counted as taken already
 */
export async function takeOfferedPlaces(tx: Transaction, order: { id: string, sessionId: string }, wanted: readonly TakenLine[], typeOf: (orderLineId: string) => string): Promise<Map<string, number>> {
  const taken = new Map<string, number>()
  for (const line of wanted) {
    if (line.areaKey === null || line.allotmentId) continue
    const [stock] = await tx.select().from(standingStock).where(and(eq(standingStock.sessionId, order.sessionId), eq(standingStock.areaKey, line.areaKey)))
    if (!stock || stock.offered === 0) continue
    const missing = Math.min(line.quantity, line.quantity - Math.min(stock.capacity - stock.taken - stock.kept, await roomInQuotas(tx, typeOf(line.orderLineId))))
    if (missing <= 0) continue
    const locked = await lock(tx, order, sql`${resales.areaKey} = ${line.areaKey}`, missing, () => line.orderLineId)
    for (const resale of locked) await takeFromLine(tx, resale.orderLineId)
    if (locked.length > 0) taken.set(line.areaKey, (taken.get(line.areaKey) ?? 0) + locked.length)
  }
  return taken
}

async function roomInQuotas(tx: Transaction, ticketTypeId: string): Promise<number> {
  const [row] = await tx.execute<{ room: number | null }>(sql`select min(q.capacity - q.taken)::int as room from ticket_quotas q join ticket_quota_types t on t.quota_id = q.id where t.ticket_type_id = ${ticketTypeId}`)
  return row?.room ?? Infinity
}

/** One place less of what a line claims; of the last one nothing is left. */
export async function takeFromLine(tx: Transaction, orderLineId: string): Promise<void> {
  const less = await tx.update(standingClaims).set({ quantity: sql`${standingClaims.quantity} - 1` }).where(and(eq(standingClaims.orderLineId, orderLineId), sql`${standingClaims.quantity} > 1`)).returning({ id: standingClaims.orderLineId })
  if (less.length === 0) await tx.delete(standingClaims).where(eq(standingClaims.orderLineId, orderLineId))
}

/** Locks up to `most` open resales for an order: tickets first, as everybody does who ends one, then the resales. */
async function lock(tx: Transaction, order: { id: string, sessionId: string }, which: SQL, most: number, lineOf: (resale: ResaleRow) => string): Promise<ResaleRow[]> {
  const offered = await tx.select().from(resales).where(and(eq(resales.sessionId, order.sessionId), eq(resales.state, 'open'), which, isFree)).orderBy(asc(resales.id)).limit(most)
  if (offered.length === 0) return []
  // Whoever is at one of these tickets is waited for: afterwards it is seen what became of it.
  const good = await tx.select({ id: tickets.id }).from(tickets)
    .where(and(inArray(tickets.id, offered.map(resale => resale.ticketId)), eq(tickets.state, 'valid'), sql`${tickets.blockedReason} is null`)).orderBy(asc(tickets.id)).for('update')
  const isGood = new Set(good.map(ticket => ticket.id))
  const locked: ResaleRow[] = []
  for (const resale of offered) {
    if (!isGood.has(resale.ticketId)) continue
    const buyerLineId = lineOf(resale)
    if (!await moveResale(tx, resale, 'open', 'locked', `order:${order.id}`, { buyerOrderId: order.id, buyerLineId }, isFree)) continue
    await requireSameQuotas(tx, resale.orderLineId, buyerLineId)
    locked.push({ ...resale, buyerLineId })
  }
  if (locked.length === 0) return []
  await tx.update(tickets).set({ blockedReason: BEING_BOUGHT }).where(inArray(tickets.id, locked.map(resale => resale.ticketId)))
  await giveBackQuotas(tx, locked.map(resale => ({ sessionId: resale.sessionId, orderLineId: resale.orderLineId, quantity: 1 })))
  return locked
}

/** The owner's place in its quotas must be kept by whoever buys it, so that it can become his again. Throws `quota-full` where a type does not do that. */
async function requireSameQuotas(tx: Transaction, ownLineId: string, buyerLineId: string): Promise<void> {
  const [missing] = await tx.execute<{ name_en: string, name_zh: string }>(sql`
    select q.name_en, q.name_zh from order_lines own join ticket_quota_types t on t.ticket_type_id = own.ticket_type_id join ticket_quotas q on q.id = t.quota_id
    where own.id = ${ownLineId} and not exists (
      select 1 from order_lines l join ticket_quota_types b on b.ticket_type_id = l.ticket_type_id where l.id = ${buyerLineId} and b.quota_id = q.id) limit 1`)
  if (missing) throw new DomainError('quota-full', { quota: { en: missing.name_en, zh: missing.name_zh }, left: 0, asked: 1 })
}
