import type { AreaTruth, ChangeHints, Hold, HoldOutcome, HoldRequest, HoldStore, SeatChanges, SeatTruth, SessionSnapshot } from '#server/domain/inventory/hold-store.ts'
import { KEEP_MS } from '../scripts/prelude.ts'
import { describeHold } from './describe-hold.ts'
import { holdInMemory } from './hold.ts'
import { SessionMemory } from './session-memory.ts'
import { tellSession } from './tell.ts'

/**
 * The hold store of one process, for the demo and for tests. No method awaits anything, so each is atomic,
 * and each does what the Lua script of its name does; the same contract suite runs over both.
 */
export class MemoryHoldStore implements HoldStore {
  readonly #sessions = new Map<string, SessionMemory>()
  readonly #watchers = new Map<string, Set<() => void>>()

  async hold(request: HoldRequest): Promise<HoldOutcome> {
    return this.#decide(request.sessionId, session => holdInMemory(session, request))
  }

  async read(sessionId: string, token: string): Promise<Hold | null> {
    return this.#decide(sessionId, session => describeHold(session, sessionId, token))
  }

  async release(sessionId: string, token: string, what?: { seats?: number[], areaKeys?: string[] }): Promise<Hold | null> {
    return this.#decide(sessionId, session => {
      const hold = session.holds.get(token)
      if (!hold) return null
      for (const index of [...hold.seats.keys()].filter(index => !what || what.seats?.includes(index))) {
        hold.seats.delete(index)
        session.setSeat(index, undefined)
        session.addPerson(hold.personKey, -1)
      }
      for (const place of hold.areas.filter(place => !what || what.areaKeys?.includes(place.areaKey))) {
        hold.areas.splice(hold.areas.indexOf(place), 1)
        session.addHeld(place.areaKey, -place.quantity)
        session.addPerson(hold.personKey, -place.quantity)
      }
      const left = describeHold(session, sessionId, token)
      if (hold.seats.size + hold.areas.length === 0) session.endHold(token)
      return left
    })
  }

  async extend(sessionId: string, token: string, byMs: number): Promise<{ ok: true, hold: Hold } | { ok: false, reason: 'gone' | 'extended-before' }> {
    return this.#decide(sessionId, session => {
      const hold = session.holds.get(token)
      if (!hold) return { ok: false, reason: 'gone' }
      if (hold.extended) return { ok: false, reason: 'extended-before' }
      hold.extended = true
      hold.dueMs += byMs
      session.setDeadline(hold, hold.untilMs + byMs)
      return { ok: true, hold: describeHold(session, sessionId, token)! }
    })
  }

  async beginOrder(sessionId: string, token: string, forMs: number): Promise<Hold | null> {
    return this.#decide(sessionId, session => {
      const hold = session.holds.get(token)
      if (hold) session.setDeadline(hold, Math.max(hold.untilMs, Math.min(Date.now(), hold.dueMs) + forMs))
      return describeHold(session, sessionId, token)
    })
  }

  async endOrder(sessionId: string, token: string): Promise<void> {
    this.#decide(sessionId, session => session.endHold(token))
  }

  async tell(sessionId: string, truth: { seats: SeatTruth[], areas: AreaTruth[] }): Promise<void> {
    this.#decide(sessionId, session => tellSession(session, truth))
  }

  async warm(sessionId: string, truth: { seats: SeatTruth[], areas: AreaTruth[], offSaleSeats: number[] }): Promise<void> {
    this.#decide(sessionId, session => {
      tellSession(session, truth)
      const changed = session.noteChange()
      changed.seats.push(...session.off, ...truth.offSaleSeats)
      session.off = new Set(truth.offSaleSeats)
      if (!session.isReady) changed.seats.length = 0
      session.isReady = true
    })
  }

  async snapshot(sessionId: string): Promise<SessionSnapshot | null> {
    return this.#decide(sessionId, session => {
      if (!session.isReady) return null
      const seats = [...new Set([...session.seats.keys(), ...session.kept.keys(), ...session.off])].sort((a, b) => a - b)
      return {
        version: session.version,
        seats: seats.map((index): [number, number] => [index, session.statusOf(index)]),
        areas: Object.fromEntries([...session.areas.keys()].map(key => [key, session.areaNumbers(key)]))
      }
    })
  }

  async changesSince(sessionId: string, version: number): Promise<SeatChanges | 'gap' | 'cold'> {
    return this.#decide(sessionId, session => {
      if (!session.isReady) return 'cold'
      const known = session.feed.findLastIndex(entry => entry.version === version)
      if (known === -1) return 'gap'
      const missed = session.feed.slice(known + 1)
      const seats = [...new Set(missed.flatMap(entry => entry.seats))].sort((a, b) => a - b)
      return {
        version: session.version,
        seats: seats.map((index): [number, number] => [index, session.statusOf(index)]),
        areas: Object.fromEntries(missed.flatMap(entry => entry.areas).map(key => [key, session.areaNumbers(key)]))
      }
    })
  }

  onChange(sessionId: string, changed: () => void): ChangeHints {
    const watchers = this.#watchers.get(sessionId) ?? new Set()
    this.#watchers.set(sessionId, watchers.add(changed))
    const stop = () => {
      watchers.delete(changed)
      if (watchers.size === 0) this.#watchers.delete(sessionId)
    }
    return { areHeard: () => true, stop }
  }

  /** Forgets everything, as FLUSHALL does. */
  forget() {
    this.#sessions.clear()
  }

  #decide<T>(sessionId: string, decision: (session: SessionMemory) => T): T {
    const known = this.#sessions.get(sessionId)
    const session = known ?? new SessionMemory()
    const before = session.version
    session.freeWhatRanOut()
    session.publish()
    const outcome = decision(session)
    session.publish()
    // Only what was written is kept: whoever asks for sessions that he made up fills no memory.
    if (!known && session.version > 0) this.#keep(sessionId, session)
    if (session.version !== before) for (const changed of this.#watchers.get(sessionId) ?? []) changed()
    return outcome
  }

  #keep(sessionId: string, session: SessionMemory) {
    for (const [id, old] of this.#sessions) if (old.writtenAtMs < Date.now() - KEEP_MS) this.#sessions.delete(id)
    this.#sessions.set(sessionId, session)
  }
}
