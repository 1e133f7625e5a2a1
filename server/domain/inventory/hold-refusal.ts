import { DomainError } from '#shared/errors/domain-error.ts'
import { withTheirTables } from '#shared/seating/plan.ts'
import { seatsToName } from '#shared/seating/seat-words.ts'
import { planArea } from './allotments/allotted-area.ts'
import type { HoldDeps } from './hold-deps.ts'
import type { HoldOutcome, HoldRequest } from './hold-store.ts'
import type { SaleSession } from './sale-session.ts'
import { overLimit } from './whole-tables.ts'

/** What stays held of the caller's seats while others were lost: offers are best beside them. */
export async function keptSeats(deps: HoldDeps, outcome: HoldOutcome, request: HoldRequest): Promise<number[]> {
  const isNew = request.requestHash !== '' && !request.requestHash.startsWith('+')
  if (outcome.ok || outcome.reason !== 'seat-taken' || isNew) return []
  const hold = await deps.holds.read(request.sessionId, request.token)
  return hold?.seats.map(({ seatIndex }) => seatIndex) ?? []
}

/** What somebody is told whom the store refused. */
export function holdRefusal(outcome: Exclude<HoldOutcome, { ok: true }>, sale: SaleSession, request: HoldRequest, had: number, kept: number[]): DomainError {
  const asked = request.seats.map(seat => seat.seatIndex)
  switch (outcome.reason) {
    case 'seat-taken':
    case 'seat-not-for-sale':
      return new DomainError(outcome.reason, { ...seatsToName(sale.plan, withTheirTables(sale.plan, outcome.seats)), askedIndexes: asked, keptIndexes: kept })
    case 'single-seat':
      return new DomainError('single-seat-left', { ...seatsToName(sale.plan, outcome.seats), askedIndexes: asked })
    case 'area-full':
      return new DomainError('area-full', { areaKey: planArea(outcome.areaKey), left: outcome.left, asked: request.areas.filter(a => a.areaKey === outcome.areaKey).reduce((sum, a) => sum + a.quantity, 0) })
    case 'limit-reached':
      return overLimit(sale.plan, asked, { limit: sale.session.perPersonLimit, held: had + outcome.held })
    case 'gone':
      return new DomainError('hold-expired')
    case 'token-used-otherwise':
      return new DomainError('idempotency-mismatch')
    case 'no-place':
      return new DomainError('no-block-left', { asked: request.best?.count ?? 0 })
    case 'cold':
      return new DomainError('unavailable', { retryAfterSeconds: 1 })
  }
}
