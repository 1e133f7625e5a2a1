import type { AreaTruth, SeatTruth } from '#server/domain/inventory/hold-store.ts'
import { type SessionMemory, ticketsIn } from './session-memory.ts'

/** What the script TELL of scripts/truth.ts does. */
export function tellSession(session: SessionMemory, truth: { seats: SeatTruth[], areas: AreaTruth[] }) {
  for (const seat of truth.seats) {
    const isKeeping = seat.state === 'kept' || seat.state === 'open'
    if (!isNews(session, `${isKeeping ? 'kept' : 'seat'}:${seat.seatIndex}`, seat.seq)) continue
    if (isKeeping) keep(session, seat)
    else apply(session, seat)
  }
  for (const area of truth.areas) {
    if (!isNews(session, `area:${area.areaKey}`, area.seq)) continue
    Object.assign(session.area(area.areaKey), { capacity: area.capacity, taken: area.taken })
    session.noteChange().areas.push(area.areaKey)
  }
}

function isNews(session: SessionMemory, name: string, seq: number): boolean {
  if ((session.seq.get(name) ?? -1) >= seq) return false
  session.seq.set(name, seq)
  session.noteChange()
  return true
}

function keep(session: SessionMemory, { seatIndex, state, untilMs }: SeatTruth) {
  const dueMs = untilMs || Infinity
  session.setKept(seatIndex, state === 'kept' && dueMs > Date.now() ? dueMs : undefined)
}

function apply(session: SessionMemory, { seatIndex, state, untilMs = 0 }: SeatTruth) {
  const before = session.seats.get(seatIndex)
  if (state === 'free' || (state === 'pending' && untilMs <= Date.now())) {
    if (before && before.kind !== 'held') session.setSeat(seatIndex, undefined)
    return
  }
  if (before?.kind === 'held') takeFromHold(session, before.token, seatIndex)
  if (state === 'pending') session.setPending(seatIndex, untilMs)
  else session.setSeat(seatIndex, { kind: 'sold' })
}

function takeFromHold(session: SessionMemory, token: string, seatIndex: number) {
  const hold = session.holds.get(token)
  if (!hold) return
  hold.seats.delete(seatIndex)
  session.addPerson(hold.personKey, -1)
  if (ticketsIn(hold) === 0) session.endHold(token)
}
