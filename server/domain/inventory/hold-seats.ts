import { createHash, createHmac, randomBytes } from 'node:crypto'
import type { CreateHoldInput, HoldReply } from '#shared/api/holds.ts'
import { DomainError } from '#shared/errors/domain-error.ts'
import { SeatFlag, seatsSoldWith } from '#shared/seating/plan.ts'
import { describeBest, holdBest } from './hold-best.ts'
import { type AccessGrant, openAccess } from './access/open-access.ts'
import { allottedArea } from './allotments/allotted-area.ts'
import { releaseDueOnce } from './allotments/release.ts'
import { rankedPlaces } from '#shared/seating/ranked-places.ts'
import { sidesOf } from '#shared/seating/single-seats.ts'
import { describeHold, letIn, linesFor, linesOf } from './hold-lines.ts'
import type { HoldDeps } from './hold-deps.ts'
import { holdRefusal, keptSeats } from './hold-refusal.ts'
import type { HoldRequest } from './hold-store.ts'
import { type QuotaLeft, recentQuotas } from './quotas/quotas-left.ts'
import { lessTickets } from './quotas/room.ts'
import { type SaleSession, requireOnSale, saleSession } from './sale-session.ts'
import { holdWarm } from './hold-warm.ts'
import { witnessed } from './hold-witness.ts'
import { heldTicketsOf, placesOf } from './truth.ts'

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
 * Holds seats and standing places: all that is asked or nothing, in one atomic step of the store, at the price of this moment. With one
 * chair of a table that is sold whole comes all of it.
 * Throws seat-not-in-session, seat-taken, seat-not-for-sale, single-seat-left, area-full, no-block-left, limit-reached, table-over-limit, quota-full, hold-expired (a
 * token that ran out), sale-not-open, session-cancelled, access-code-refused, unavailable, and what the door refuses (hold-door.ts).
 * Whatever is thrown, what the token held before stays held.
 */
export async function holdSeats(deps: HoldDeps, holder: Holder, sessionId: string, input: CreateHoldInput): Promise<HoldReply> {
  const known = await saleSession(deps.db, sessionId)
  requireOnSale(known)
  await deps.door?.pass(holder, sessionId, input)
  if (known.nextReleaseAt && known.nextReleaseAt <= known.now()) await releaseDueOnce(deps, sessionId)
  const sale = known.quotas.length > 0 ? { ...known, quotas: await quotasFor(deps, known, input.holdToken) } : known
  const grant = input.accessCode ? await openAccess(deps.db, sessionId, input.accessCode) : null
  // Seats bought earlier count too. Postgres has the last word on the limit, when the order is written.
  const had = holder.userId ? await placesHad(deps, { ...holder, userId: holder.userId }, sessionId, input.changing) : 0
  const request = requestFor(sale, holder, input, had, grant)
  const outcome = input.bestAvailable
    ? await holdBest(deps, sale, request, input.bestAvailable, grant)
    : await holdWarm(deps, sale, request)
  if (!outcome.ok) throw holdRefusal(outcome, sale, request, had, await keptSeats(deps, outcome, request))
  if (!input.holdToken) deps.witness?.began(witnessed(outcome.hold, sale.session), holder.userId)
  const reply = describeHold(sale.plan, outcome.hold)
  return input.bestAvailable ? { ...reply, best: describeBest(sale.plan, outcome.picked) } : reply
}

/** The ticket that is being changed for what he chooses does not count against him. */
async function placesHad(deps: HoldDeps, holder: Holder & { userId: string }, sessionId: string, changing: string | undefined): Promise<number> {
  const had = await placesOf(deps.db, sessionId, personOf(holder))
  return changing ? had - await heldTicketsOf(deps.db, sessionId, changing, holder.userId) : had
}

/** What is left of the session's quotas, less what the hold has already. Other holds do not count in them: the order decides. */
async function quotasFor(deps: HoldDeps, sale: SaleSession, token: string | undefined): Promise<QuotaLeft[]> {
  const [quotas, hold] = await Promise.all([recentQuotas(deps.db, sale.session.id), token ? deps.holds.read(sale.session.id, token) : null])
  return linesOf(sale.plan, hold ?? { seats: [], areas: [] }).reduce((left, line) => lessTickets(left, line.ticketTypeId, line.quantity), quotas)
}

function requestFor(sale: SaleSession, holder: Holder, input: CreateHoldInput, had: number, grant: AccessGrant | null): HoldRequest {
  const seats = wantedSeats(sale, input)
  const lines = linesFor(sale, seats, input.standing)
  return {
    sessionId: sale.session.id,
    token: input.holdToken ?? newToken(holder, sale.session.id),
    personKey: personOf(holder),
    perPersonLimit: Math.max(0, sale.session.perPersonLimit - had),
    ttlMs: sale.session.holdSeconds * 1000,
    requestHash: requestHashOf(holder, input),
    seats: lines.seats.map(({ seatIndex, line }) => ({ seatIndex, line: letIn(line, grant?.seats.includes(seatIndex) ? grant : null) })),
    openedSeats: grant?.seats,
    singles: singlesGuard(sale, [...seats.keys()]),
    // The line says what one place costs; how many is the store's to count, so that two requests add up to one entry.
    areas: lines.areas.map(({ areaKey, ticketTypeId, quantity, line }) => {
      const opened = grant?.areas.some(area => area.areaKey === areaKey) ? grant : null
      return { areaKey: opened ? allottedArea(areaKey, opened.allotmentId) : areaKey, ticketTypeId, quantity, line: letIn(line, opened) }
    })
  }
}

/** The seats that were named, with the prices that were asked for; with one chair of a table that is sold whole all of it, alike. */
function wantedSeats(sale: SaleSession, input: CreateHoldInput): Map<number, string | undefined> {
  const { category } = sale.plan.seats
  const named = new Map<number, string | undefined>()
  const unknown: string[] = []
  for (const wanted of input.seats ?? []) {
    const seat = sale.seatIndexById.get(wanted.seatId)
    if (seat === undefined) unknown.push(wanted.seatId)
    else named.set(seat, wanted.ticketTypeId)
  }
  if (unknown.length > 0) throw new DomainError('seat-not-in-session', { seatNames: unknown })
  const seats = new Map(named)
  for (const [seat, type] of named) {
    for (const other of seatsSoldWith(sale.plan, seat)) if (!seats.has(other)) seats.set(other, category[other] === category[seat] ? type : undefined)
  }
  return seats
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
