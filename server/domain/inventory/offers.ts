import { fineChoices, seatsInstead } from '#server/domain/seating/index.ts'
import type { SessionStatusReply } from '#shared/api/catalogue.ts'
import { DomainError } from '#shared/errors/domain-error.ts'
import { seatId } from '#shared/seating/plan.ts'
import { SeatStatus, unpackStatus } from '#shared/seating/seat-status.ts'
import type { HoldDeps } from './hold-deps.ts'
import { saleSession } from './sale-session.ts'
import { recentStatus } from './session-status.ts'

/**
 * The refusal with what is free instead, to be taken in one tap: where somebody was faster, `alternatives`; where a single seat would
 * be left over, `choices`. From the picture that everybody sees, which may be a moment old: in a rush there are many refusals, and
 * an offer is not a promise. Other refusals come back as they are.
 */
export async function withOffers(deps: HoldDeps, sessionId: string, refusal: DomainError): Promise<DomainError> {
  if (refusal.code !== 'seat-taken' && refusal.code !== 'single-seat-left') return refusal
  const [sale, status] = await Promise.all([saleSession(deps.db, sessionId), recentStatus(deps, sessionId)])
  const seats = unpacked(status)
  const isFree = (seat: number) => seats[seat] === SeatStatus.free
  const idsOf = (some: readonly number[]) => some.map(seat => seatId(sale.plan, seat))
  const { seatIndexes: named = [], askedIndexes: asked = [], keptIndexes: kept = [] } = refusal.data as Partial<Record<'seatIndexes' | 'askedIndexes' | 'keptIndexes', number[]>>
  if (refusal.code === 'single-seat-left') {
    return new DomainError(refusal.code, { ...refusal.data, choices: fineChoices(sale.plan, isFree, asked, named, sale.session.perPersonLimit).map(idsOf) })
  }
  // All or nothing: what was asked beside the lost seats is not held yet, so the offer takes it along.
  const along = asked.filter(seat => !named.includes(seat) && isFree(seat))
  return new DomainError(refusal.code, { ...refusal.data, alternatives: idsOf([...along, ...seatsInstead(sale.plan, isFree, named, [...kept, ...along], sale.session.allowsSingleSeats)]) })
}

const known = new WeakMap<SessionStatusReply, Uint8Array>()

/** Unpacked once for all who are refused within one picture. */
function unpacked(status: SessionStatusReply): Uint8Array {
  const seats = known.get(status) ?? unpackStatus(Buffer.from(status.packed, 'base64'), status.seatCount)
  known.set(status, seats)
  return seats
}
