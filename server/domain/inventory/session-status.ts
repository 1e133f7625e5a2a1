import type { SessionStatusReply } from '#shared/api/catalogue.ts'
import { recently } from '#shared/memo/recently.ts'
import { DomainError } from '#shared/errors/domain-error.ts'
import { SeatStatus, packStatus } from '#shared/seating/seat-status.ts'
import { seatCount } from '#shared/seating/plan.ts'
import { publicAreas } from './allotments/allotted-area.ts'
import { keepingTruth } from './allotments/keeping.ts'
import { releaseDueOnce } from './allotments/release.ts'
import type { HoldDeps } from './hold-deps.ts'
import type { SessionSnapshot } from './hold-store.ts'
import { type SaleSession, saleSession } from './sale-session.ts'
import { truthOfAreas } from './truth-of-areas.ts'
import { liveTruth, warmStore } from './truth.ts'

/**
 * What every seat of a session is, two bits each. From the hold store; where that is away, from Postgres alone, which knows
 * of no holds: then the version is 0, and a watcher must ask again.
 */
export async function sessionStatus(deps: HoldDeps, sessionId: string): Promise<SessionStatusReply> {
  const sale = await saleSession(deps.db, sessionId)
  // Seats open themselves in the store; standing places do when somebody looks.
  if (sale.nextReleaseAt && sale.nextReleaseAt <= sale.now()) await releaseDueOnce(deps, sessionId).catch(() => {})
  const snapshot = await storeSnapshot(deps, sale)
  const status = new Uint8Array(seatCount(sale.plan))
  for (const [seat, value] of snapshot.seats) status[seat] = value
  return { version: snapshot.version, seatCount: status.length, packed: Buffer.from(packStatus(status)).toString('base64'), areas: publicAreas(snapshot.areas) }
}

/** As old as one frame of the feed: whoever reads it catches up from its version. */
const FRESH_MS = 200
const remember = recently<SessionStatusReply>(FRESH_MS, { name: 'seat-status' })

/** `sessionStatus`, at most five times a second for a session, however many open its map at once. */
export function recentStatus(deps: HoldDeps, sessionId: string): Promise<SessionStatusReply> {
  return remember(deps.holds, sessionId, () => sessionStatus(deps, sessionId))
}

async function storeSnapshot(deps: HoldDeps, sale: SaleSession): Promise<SessionSnapshot> {
  try {
    const known = await deps.holds.snapshot(sale.session.id)
    if (known) return known
    await warmStore(deps, sale)
    return await deps.holds.snapshot(sale.session.id) ?? await truthOnly(deps, sale)
  } catch (error) {
    if (error instanceof DomainError && error.code === 'unavailable') return await truthOnly(deps, sale)
    throw error
  }
}

async function truthOnly(deps: HoldDeps, sale: SaleSession): Promise<SessionSnapshot> {
  const [seats, keeping, areas] = await Promise.all([liveTruth(deps.db, sale.session.id), keepingTruth(deps.db, sale.session.id), truthOfAreas(deps.db, sale.session.id)])
  const closed = [...sale.offSale, ...keeping.flatMap(seat => seat.state === 'kept' ? seat.seatIndex : [])].map((seat): [number, number] => [seat, SeatStatus.offSale])
  const now = sale.now().getTime()
  return {
    version: 0,
    // What is closed comes first: what is sold of it is sold.
    seats: [...closed, ...seats.filter(s => s.state === 'sold' || (s.untilMs ?? 0) > now).map((s): [number, number] => [s.seatIndex, s.state === 'sold' ? SeatStatus.sold : SeatStatus.held])],
    areas: Object.fromEntries(areas.map(a => [a.areaKey, { capacity: a.capacity, free: a.capacity - a.taken }]))
  }
}
