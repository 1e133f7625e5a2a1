import type { BestRequest, HoldOutcome, HoldRequest } from '#server/domain/inventory/hold-store.ts'
import { bestPlace } from '#shared/seating/best-place.ts'
import { singlesLeft } from '#shared/seating/single-seats.ts'
import { describeHold } from './describe-hold.ts'
import type { LivingHold, SessionMemory } from './session-memory.ts'

/** What scripts/hold.ts does, in the same order. */
export function holdInMemory(session: SessionMemory, request: HoldRequest): HoldOutcome {
  if (!session.isReady) return { ok: false, reason: 'cold' }

  const living = session.holds.get(request.token)
  const isAddition = request.requestHash === '' || request.requestHash.startsWith('+')
  if (!living && isAddition) return { ok: false, reason: 'gone' }
  if (request.requestHash.startsWith('+') && living?.made.has(nameOf(request))) return held(session, request)
  if (living && !isAddition) {
    return living.asked === request.requestHash ? held(session, request) : { ok: false, reason: 'token-used-otherwise' }
  }

  const wanted = wantedSeats(session, request)
  const closed = wanted.filter(index => session.off.has(index) || (session.kept.has(index) && !request.openedSeats?.includes(index)))
  if (closed.length) return { ok: false, reason: 'seat-not-for-sale', seats: closed }
  const taken = wanted.filter(index => session.seats.has(index))
  if (taken.length) return { ok: false, reason: 'seat-taken', seats: taken }

  const places = new Map<string, number>()
  for (const { areaKey, quantity } of request.areas) {
    places.set(areaKey, (places.get(areaKey) ?? 0) + quantity)
    const left = session.areaNumbers(areaKey).free
    if (places.get(areaKey)! > left) return { ok: false, reason: 'area-full', areaKey, left }
  }

  const personKey = living?.personKey ?? request.personKey
  const count = request.areas.reduce((sum, area) => sum + area.quantity, wanted.length + (request.best?.count ?? 0))
  const alreadyHeld = session.people.get(personKey) ?? 0
  if (count > 0 && alreadyHeld + count > request.perPersonLimit) return { ok: false, reason: 'limit-reached', held: alreadyHeld }

  const singles = refusedSingles(session, request, wanted)
  if (singles.length) return { ok: false, reason: 'single-seat', seats: singles }

  const picked = request.best ? pick(session, request, request.best) : []
  if (!picked) return { ok: false, reason: 'no-place' }

  const hold = living ?? openHold(session, request)
  take(session, request, hold, [...linesOf(request, wanted), ...linesOfBest(session, request.best, picked)])
  if ((isAddition && request.requestHash) || request.best) hold.made.set(nameOf(request), picked)
  session.addPerson(personKey, count)
  return held(session, request)
}

/** The single seats that the request would leave, where its party could sit elsewhere without leaving one. */
function refusedSingles(session: SessionMemory, { singles, seats }: HoldRequest, wanted: readonly number[]): number[] {
  if (!singles) return []
  const asked = new Set(seats.map(seat => seat.seatIndex))
  // Beside a seat that was kept back, nobody had company before.
  const sides = singles.sides.filter(({ seat }) => wanted.includes(seat) && !session.kept.has(seat))
  const left = singlesLeft(sides, index => !asked.has(index) && session.isFree(index))
  const couldSitElsewhere = ({ group }: { group: number }) => bestPlace(singles.places.ranked, index => session.isFree(index), { count: group })?.orphans === 0
  return left.some(couldSitElsewhere) ? left.map(({ seat }) => seat) : []
}

function pick(session: SessionMemory, { seats, openedSeats = [] }: HoldRequest, { places, count, needsAccessible, openedLines }: BestRequest): number[] | undefined {
  const asked = new Set(seats.map(seat => seat.seatIndex))
  const opened = new Set(openedLines ? openedSeats : [])
  const isFree = (index: number) => session.isFree(index) || (opened.has(index) && session.kept.has(index) && !session.seats.has(index) && !session.off.has(index))
  return bestPlace(places.ranked, index => !asked.has(index) && isFree(index), { count, needsAccessible })?.seats
}

function linesOf(request: HoldRequest, wanted: readonly number[]): [number, string][] {
  return wanted.map(index => [index, request.seats.find(seat => seat.seatIndex === index)!.line])
}

function linesOfBest(session: SessionMemory, best: BestRequest | undefined, picked: readonly number[]): [number, string][] {
  if (!best) return []
  const ofCategories = (index: number) => session.kept.has(index) && best.openedLines ? best.openedLines : best.lines
  return picked.map(index => [index, ofCategories(index)[best.places.ranked.plan.seats.category[index]!]!])
}

function nameOf(request: HoldRequest): string {
  return request.requestHash.replace(/^\+/, '')
}

/** Seats that this hold does not have yet, each once. */
function wantedSeats(session: SessionMemory, request: HoldRequest): number[] {
  const asked = new Set(request.seats.map(seat => seat.seatIndex))
  return [...asked].filter(index => {
    const state = session.seats.get(index)
    return !(state?.kind === 'held' && state.token === request.token)
  })
}

function openHold(session: SessionMemory, request: HoldRequest): LivingHold {
  const hold: LivingHold = { untilMs: 0, dueMs: Date.now() + request.ttlMs, made: new Map(), personKey: request.personKey, asked: request.requestHash, extended: false, seats: new Map(), areas: [] }
  session.holds.set(request.token, hold)
  session.setDeadline(hold, hold.dueMs)
  session.noteChange()
  return hold
}

function take(session: SessionMemory, request: HoldRequest, hold: LivingHold, seats: [number, string][]) {
  for (const [index, line] of seats) {
    hold.seats.set(index, line)
    session.setSeat(index, { kind: 'held', token: request.token })
  }
  for (const area of request.areas) {
    const same = hold.areas.find(other => other.areaKey === area.areaKey && other.ticketTypeId === area.ticketTypeId && other.line === area.line)
    if (same) same.quantity += area.quantity
    else hold.areas.push({ ...area })
    session.addHeld(area.areaKey, area.quantity)
  }
}

function held(session: SessionMemory, request: HoldRequest): HoldOutcome {
  return { ok: true, hold: describeHold(session, request.sessionId, request.token)!, picked: session.holds.get(request.token)!.made.get(nameOf(request)) ?? [] }
}
