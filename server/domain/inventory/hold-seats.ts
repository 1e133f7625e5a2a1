import { createHash, createHmac, randomBytes } from 'node:crypto'
import type { CreateHoldInput, HoldReply } from '#shared/api/holds.ts'
import { DomainError } from '#shared/errors/domain-error.ts'
import { SeatFlag, seatId } from '#shared/seating/plan.ts'
import { describeBest, holdBest } from './hold-best.ts'
import { type AccessGrant, openAccess } from './access/open-access.ts'
import { allottedArea, planArea } from './allotments/allotted-area.ts'
import { releaseDueOnce } from './allotments/release.ts'
import { rankedPlaces } from '#shared/seating/ranked-places.ts'
import { sidesOf } from '#shared/seating/single-seats.ts'
import { areaLine, describeHold, letIn, seatLine } from './hold-lines.ts'
import type { HoldDeps } from './hold-deps.ts'
import type { HoldOutcome, HoldRequest } from './hold-store.ts'
import { type SaleSession, requireOnSale, saleSession } from './sale-session.ts'
import { holdWarm } from './hold-warm.ts'
import { placesOf } from './truth.ts'

/** Who holds. A guest is his browser; somebody signed in is the same person in every browser. */
export interface Holder {
  userId: string | null
  visitor: string
  /** Keyed by the secret of the house: makes the same hold token for the same request, so that repeating it is safe. */
  tokenKey: Buffer
  idempotencyKey: string | null
  /** What he shows where a waiting room stands before the seats. */
  admission?: string | null
  /** Where he asks from, for limits. */
  network?: string | null
}

/**
 * Holds seats and standing places: all that is asked or nothing, in one atomic step of the store, at the price of this moment.
 * Throws seat-not-in-session, seat-taken, seat-not-for-sale, single-seat-left, area-full, no-block-left, limit-reached, hold-expired (a
 * token that ran out), sale-not-open, session-cancelled, access-code-refused, unavailable, and what the door refuses (hold-door.ts).
 * Whatever is thrown, what the token held before stays held.
 */
export async function holdSeats(deps: HoldDeps, holder: Holder, sessionId: string, input: CreateHoldInput): Promise<HoldReply> {
  const sale = await saleSession(deps.db, sessionId)
  requireOnSale(sale)
  await deps.door?.pass(holder, sale.session.id, input)
  if (sale.nextReleaseAt && sale.nextReleaseAt <= sale.now()) await releaseDueOnce(deps, sessionId)
  const grant = input.accessCode ? await openAccess(deps.db, sale.session.id, input.accessCode) : null
  // Seats bought earlier count too. Postgres has the last word on the limit, when the order is written.
  const had = holder.userId ? await placesOf(deps.db, sale.session.id, personOf(holder)) : 0
  const request = requestFor(sale, holder, input, had, grant)
  const outcome = input.bestAvailable
    ? await holdBest(deps, sale, request, input.bestAvailable, grant)
    : await holdWarm(deps, sale, request)
  if (!outcome.ok) throw refusal(outcome, sale, request, had, await keptSeats(deps, outcome, request))
  const reply = describeHold(sale.plan, outcome.hold)
  return input.bestAvailable ? { ...reply, best: describeBest(sale.plan, outcome.picked) } : reply
}

function requestFor(sale: SaleSession, holder: Holder, input: CreateHoldInput, had: number, grant: AccessGrant | null): HoldRequest {
  const seats = new Map<number, string | undefined>()
  const unknown: string[] = []
  for (const wanted of input.seats ?? []) {
    const seat = sale.seatIndexById.get(wanted.seatId)
    if (seat === undefined) unknown.push(wanted.seatId)
    else seats.set(seat, wanted.ticketTypeId)
  }
  if (unknown.length > 0) throw new DomainError('seat-not-in-session', { seatNames: unknown })
  return {
    sessionId: sale.session.id,
    token: input.holdToken ?? newToken(holder, sale.session.id),
    personKey: personOf(holder),
    perPersonLimit: Math.max(0, sale.session.perPersonLimit - had),
    ttlMs: sale.session.holdSeconds * 1000,
    requestHash: requestHashOf(holder, input),
    seats: [...seats].map(([seatIndex, type]) => ({ seatIndex, line: letIn(seatLine(sale, seatIndex, type), grant?.seats.includes(seatIndex) ? grant : null) })),
    openedSeats: grant?.seats,
    singles: singlesGuard(sale, [...seats.keys()]),
    // The line says what one place costs; how many is the store's to count, so that two requests add up to one entry.
    areas: (input.standing ?? []).map((place) => {
      const { ticketTypeId, line } = areaLine(sale, place.areaKey, place.ticketTypeId)
      const opened = grant?.areas.some(area => area.areaKey === place.areaKey) ? grant : null
      return { areaKey: opened ? allottedArea(place.areaKey, opened.allotmentId) : place.areaKey, ticketTypeId, quantity: place.quantity, line: letIn(line, opened) }
    })
  }
}

/** The rule that no single seat is left over, unless the publisher does not mind. Who needs a wheelchair place goes before it. */
function singlesGuard(sale: SaleSession, seats: number[]): HoldRequest['singles'] {
  const { category, flags } = sale.plan.seats
  const isReserved = (seat: number) => (flags[seat]! & (SeatFlag.accessible | SeatFlag.companion)) !== 0
  if (sale.session.allowsSingleSeats || seats.length === 0 || seats.some(isReserved)) return undefined
  const ranked = rankedPlaces(sale.plan, { categories: [...new Set(seats.map(seat => category[seat]!))], includesReserved: false })
  return { sides: sidesOf(sale.plan, seats), places: { plan: sale.session.planId, ranked } }
}

/** What a repetition is known by: of a new hold what was asked, of an addition its Idempotency-Key too, since one may add the same twice. */
function requestHashOf(holder: Holder, input: CreateHoldInput): string {
  const hash = (text: string) => createHash('sha256').update(text).digest('base64url')
  if (!input.holdToken) return hash(JSON.stringify(input))
  return holder.idempotencyKey ? `+${hash(`${holder.idempotencyKey}\n${JSON.stringify(input)}`)}` : ''
}

export function personOf(holder: Pick<Holder, 'userId' | 'visitor'>): string {
  return holder.userId ? `user:${holder.userId}` : `visitor:${holder.visitor}`
}

/** 256 bits: random, or derived from who asks and his Idempotency-Key, so that a retry finds its own hold. */
function newToken(holder: Holder, sessionId: string): string {
  if (!holder.idempotencyKey) return randomBytes(32).toString('base64url')
  return createHmac('sha256', holder.tokenKey).update(`${personOf(holder)}\n${sessionId}\n${holder.idempotencyKey}`).digest('base64url')
}

/** What stays held of the caller's seats while others were lost: offers are best beside them. */
async function keptSeats(deps: HoldDeps, outcome: HoldOutcome, request: HoldRequest): Promise<number[]> {
  const isNew = request.requestHash !== '' && !request.requestHash.startsWith('+')
  if (outcome.ok || outcome.reason !== 'seat-taken' || isNew) return []
  const hold = await deps.holds.read(request.sessionId, request.token)
  return hold?.seats.map(({ seatIndex }) => seatIndex) ?? []
}

function refusal(outcome: Exclude<HoldOutcome, { ok: true }>, sale: SaleSession, request: HoldRequest, had: number, kept: number[]): DomainError {
  const asked = request.seats.map(seat => seat.seatIndex)
  const seatsOf = (seats: number[]) => ({ seatNames: seats.map(seat => seatId(sale.plan, seat)), seatIndexes: seats })
  switch (outcome.reason) {
    case 'seat-taken':
    case 'seat-not-for-sale':
      return new DomainError(outcome.reason, { ...seatsOf(outcome.seats), askedIndexes: asked, keptIndexes: kept })
    case 'single-seat':
      return new DomainError('single-seat-left', { ...seatsOf(outcome.seats), askedIndexes: asked })
    case 'area-full':
      return new DomainError('area-full', { areaKey: planArea(outcome.areaKey), left: outcome.left, asked: request.areas.filter(a => a.areaKey === outcome.areaKey).reduce((sum, a) => sum + a.quantity, 0) })
    case 'limit-reached':
      return new DomainError('limit-reached', { limit: sale.session.perPersonLimit, held: had + outcome.held })
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
