import { and, eq, isNull, ne, sql } from 'drizzle-orm'
import type { Queryable, Transaction } from '#drizzle/database.ts'
import { claims, resales, standingStock } from '#drizzle/schema/index.ts'
import { type HoldDeps, type SaleSession, keptIn, keptSeats, sessionStatus } from '#server/domain/inventory/index.ts'
import { SeatStatus, unpackStatus } from '#shared/seating/seat-status.ts'
import type { KeptLine, Pool } from './fit.ts'

/** What nobody has and nobody is choosing. */
export interface OpenPlaces { seats: ReadonlySet<number>, areas: ReadonlyMap<string, number> }

const NOTHING: OpenPlaces = { seats: new Set(), areas: new Map() }

/**
 * What visitors see as free, and `opened`: seats that an allotment keeps no more and that no map shows yet, so that nobody can be
 * choosing them. Nothing where the hold store is away: then nobody knows what is being chosen, and it is not ours to take.
 */
export async function openPlaces(deps: HoldDeps, sessionId: string, opened: readonly number[] = []): Promise<OpenPlaces> {
  const status = await sessionStatus(deps, sessionId)
  if (status.version === 0) return NOTHING
  const seats = new Set<number>()
  const isOpened = new Set(opened)
  unpackStatus(Buffer.from(status.packed, 'base64'), status.seatCount).forEach((value, seat) => {
    if (value === SeatStatus.free || (value === SeatStatus.offSale && isOpened.has(seat))) seats.add(seat)
  })
  return { seats, areas: new Map(Object.entries(status.areas).map(([key, area]) => [key, area.free])) }
}

/** What there is to be offered now. Postgres has the last word on what is free; `saved` for an entry that no longer saves is nobody's. */
export async function readPool(tx: Transaction, sale: SaleSession, open: OpenPlaces, isSaving: (entryId: string) => boolean): Promise<Pool> {
  const sessionId = sale.session.id
  const kept = await keptIn(tx, sessionId)
  const whose = (row: { keptFor: string | null, isOver: boolean }) => row.keptFor !== null && !row.isOver && isSaving(row.keptFor) ? row.keptFor : null
  const lines = Map.groupBy(kept.places.map(p => ({ areaKey: p.areaKey, orderLineId: p.orderLineId, quantity: p.quantity, keptFor: whose(p) })), p => p.areaKey)
  return {
    free: await stillFree(tx, sessionId, open.seats),
    kept: new Map(kept.seats.map(s => [s.seatIndex, whose(s)])),
    areas: new Map(await areasOf(tx, sale, open, lines))
  }
}

async function stillFree(tx: Queryable, sessionId: string, seats: ReadonlySet<number>): Promise<ReadonlySet<number>> {
  if (seats.size === 0) return seats
  const [live, allotted] = await Promise.all([
    tx.select({ seatIndex: claims.seatIndex }).from(claims).leftJoin(resales, and(eq(resales.id, claims.resaleId), eq(resales.state, 'open'), isNull(resales.keptUntil)))
      .where(and(eq(claims.sessionId, sessionId), ne(claims.state, 'released'), isNull(resales.id))),
    keptSeats(tx, sessionId)
  ])
  return new Set(seats).difference(new Set(live.map(claim => claim.seatIndex))).difference(allotted)
}

async function areasOf(tx: Queryable, sale: SaleSession, open: OpenPlaces, lines: ReadonlyMap<string, KeptLine[]>): Promise<[string, { free: number, kept: KeptLine[] }][]> {
  if (sale.plan.areas.length === 0) return []
  const stock = await tx.select({ areaKey: standingStock.areaKey, capacity: standingStock.capacity, taken: sql<number>`${standingStock.taken} - ${standingStock.offered}` }).from(standingStock).where(eq(standingStock.sessionId, sale.session.id))
  return stock.map(area => [area.areaKey, {
    free: Math.max(0, Math.min(open.areas.get(area.areaKey) ?? 0, area.capacity - area.taken)),
    kept: lines.get(area.areaKey) ?? []
  }])
}
