import type { HoldOutcome, HoldRequest } from '#server/domain/inventory/hold-store.ts'
import { describeHold } from './describe-hold.ts'
import type { LivingHold, SessionMemory } from './session-memory.ts'

/** What scripts/hold.ts does, in the same order. */
export function holdInMemory(session: SessionMemory, request: HoldRequest): HoldOutcome {
  if (!session.isReady) return { ok: false, reason: 'cold' }

  const living = session.holds.get(request.token)
  const isAddition = request.requestHash === '' || request.requestHash.startsWith('+')
  if (!living && isAddition) return { ok: false, reason: 'gone' }
  if (living?.made.has(request.requestHash)) return held(session, request)
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
  const count = request.areas.reduce((sum, area) => sum + area.quantity, wanted.length)
  const alreadyHeld = session.people.get(personKey) ?? 0
  if (count > 0 && alreadyHeld + count > request.perPersonLimit) return { ok: false, reason: 'limit-reached', held: alreadyHeld }

  const hold = living ?? openHold(session, request)
  take(session, request, hold, wanted)
  if (isAddition && request.requestHash) hold.made.add(request.requestHash)
  session.addPerson(personKey, count)
  return held(session, request)
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
  const hold: LivingHold = { untilMs: 0, dueMs: Date.now() + request.ttlMs, made: new Set(), personKey: request.personKey, asked: request.requestHash, extended: false, seats: new Map(), areas: [] }
  session.holds.set(request.token, hold)
  session.setDeadline(hold, hold.dueMs)
  session.noteChange()
  return hold
}

function take(session: SessionMemory, request: HoldRequest, hold: LivingHold, wanted: number[]) {
  for (const index of wanted) {
    hold.seats.set(index, request.seats.find(seat => seat.seatIndex === index)!.line)
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
  return { ok: true, hold: describeHold(session, request.sessionId, request.token)! }
}
