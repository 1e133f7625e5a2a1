import type { Transaction } from '#drizzle/database.ts'
import { type HoldStore, type SaleSession, ownedSeats } from '#server/domain/inventory/index.ts'
import { DomainError } from '#shared/errors/domain-error.ts'
import { seatsInWords, seatsToName } from '#shared/seating/seat-words.ts'
import { SeatStatus } from '#shared/seating/seat-status.ts'

/** Names said in a refusal; the indexes are all there. */
const NAMED = 12

/**
 * Refuses to keep seats that somebody owns, pays for or holds: nobody's choice is taken out of his hands. Postgres decides on the
 * owners; holders are asked of the store, and where that is away nobody can hold. Whoever gets a hold after this look finds his
 * order refused with `seat-not-for-sale`, and no seat is ever both. Throws `places-in-use`.
 */
export async function requireUnused(tx: Transaction, holds: HoldStore, sale: SaleSession, seats: number[]): Promise<void> {
  const [owned, held] = await Promise.all([ownedSeats(tx, sale.session.id, seats), heldSeats(holds, sale.session.id)])
  const ownedIndexes = new Set(owned.map(seat => seat.seatIndex))
  const heldIndexes = seats.filter(seat => held.has(seat) && !ownedIndexes.has(seat))
  const inUse = [...ownedIndexes, ...heldIndexes]
  if (inUse.length === 0) return
  throw new DomainError('places-in-use', {
    ...seatsToName(sale.plan, inUse), seatNames: seatsInWords(sale.plan, inUse.slice(0, NAMED)),
    sold: owned.filter(seat => seat.state === 'sold').length, pending: owned.filter(seat => seat.state === 'pending').length, held: heldIndexes.length
  })
}

async function heldSeats(holds: HoldStore, sessionId: string): Promise<Set<number>> {
  const snapshot = await holds.snapshot(sessionId).catch(() => null)
  return new Set((snapshot?.seats ?? []).flatMap(([seat, status]) => status === SeatStatus.held ? seat : []))
}
