import { bitsOf } from '#server/domain/queue/bits.ts'
import type { Line, LineCounts, LineFacts, LineStore, LineTempo, Outcome, Reply, Standing } from '#server/domain/queue/line-store.ts'
import { KEEP_MS } from './lua.ts'
import { MemoryLine } from './memory-line.ts'

/** The line in this process's memory: what the scripts do, for one process. */
export class MemoryLineStore implements LineStore {
  readonly #lines = new Map<string, { line: MemoryLine, usedAt: number }>()

  async warm({ sessionId, round }: Line, facts: LineFacts): Promise<void> {
    for (const [id, old] of this.#lines) if (old.usedAt < Date.now() - KEEP_MS) this.#lines.delete(id)
    if ((this.#lines.get(sessionId)?.line.round ?? 0) < round) this.#lines.set(sessionId, { line: new MemoryLine(round, facts), usedAt: Date.now() })
  }

  async grant(line: Line, limit: number): Promise<Reply<'ok'>> {
    return this.#at(line, (known) => {
      known.limit = Math.max(known.limit, limit)
      return 'ok'
    })
  }

  async tune(line: Line, tempo: LineTempo): Promise<Reply<'ok'>> {
    return this.#at(line, (known) => {
      known.tune(tempo)
      return 'ok'
    })
  }

  async join(line: Line, person: string, carried: number, over: number): Promise<Reply<'no-numbers' | { number: number }>> {
    return this.#at(line, (known) => {
      const number = known.people.get(person) ?? 0
      if (number !== 0 && number !== over) return { number }
      if (carried !== 0 && carried !== over) {
        known.people.set(person, carried)
        known.last = Math.max(known.last, carried)
        return { number: carried }
      }
      if (known.last >= known.limit) return 'no-numbers'
      known.people.set(person, ++known.last)
      known.see(known.last)
      return { number: known.last }
    })
  }

  async numberOf(line: Line, person: string): Promise<Reply<number>> {
    return this.#at(line, known => known.people.get(person) ?? 0)
  }

  async freeze(line: Line): Promise<Reply<{ early: number, present: Uint8Array }>> {
    return this.#at(line, (known) => {
      if (known.phase === 'lobby') {
        known.phase = 'drawing'
        known.early = known.last
      }
      const present = Array.from({ length: known.early }, (_, i) => i + 1).filter(number => known.isPresent(number))
      return { early: known.early, present: bitsOf(present) }
    })
  }

  async openDoors(line: Line, early: number, present: Uint8Array): Promise<Reply<'ok'>> {
    return this.#at(line, (known) => {
      if (known.phase !== 'open') known.openDoors(early, present)
      return 'ok'
    })
  }

  async touch(line: Line, number: number, position: number | null): Promise<Reply<Standing>> {
    return this.#at(line, (known): Standing => {
      const still = { state: 'waiting' as const, remainingMs: 0, perMinute: known.perMinute, ...known.room }
      if (known.phase === 'lobby') {
        known.see(number)
        known.lookAround()
        return { ...still, phase: 'lobby', ahead: known.waiting, waiting: known.waiting }
      }
      if (known.phase === 'drawing' || position === null) return { ...still, phase: known.phase, ahead: 0, waiting: 0 }
      if (known.stateOf(position).state === 'waiting') {
        known.see(position)
        known.noteLate(position)
      }
      known.advance()
      known.lookAround()
      const { state, remainingMs } = known.stateOf(position)
      return { phase: 'open', state, remainingMs, ahead: state === 'waiting' ? known.ahead(position) : 0, waiting: known.waiting + known.lateCount, perMinute: known.perMinute, ...known.room }
    })
  }

  async enter(line: Line, position: number): Promise<Reply<'not-yet' | 'over' | { remainingMs: number }>> {
    return this.#at(line, known => known.enter(position))
  }

  async isInside(line: Line, position: number): Promise<Reply<boolean>> {
    return this.#at(line, known => known.stateOf(position).state === 'inside')
  }

  async end(line: Line, person: string, position: number, outcome: Outcome): Promise<Reply<'ok'>> {
    return this.#at(line, (known) => {
      known.end(position, outcome)
      known.people.delete(person)
      return 'ok'
    })
  }

  async noteOrder(line: Line, orderId: string, position: number): Promise<Reply<'ok'>> {
    return this.#at(line, (known) => {
      if (known.inside.has(position)) known.orders.set(orderId, position)
      return 'ok'
    })
  }

  async closeOrder(line: Line, orderId: string, isPaid: boolean): Promise<Reply<number | null>> {
    return this.#at(line, (known) => {
      const position = known.orders.get(orderId) ?? null
      known.orders.delete(orderId)
      if (position !== null && isPaid) known.end(position, 'bought')
      return position
    })
  }

  async counts(line: Line): Promise<Reply<LineCounts>> {
    return this.#at(line, (known) => {
      known.advance()
      known.lookAround()
      return {
        came: known.last, waiting: known.waiting + known.lateCount, called: known.calledCount, inside: known.inside.size, buying: known.orders.size,
        ...known.ended, letThrough: known.letThrough, perMinute: known.perMinute
      }
    })
  }

  /** Forgets everything, as FLUSHALL does. */
  forget() {
    this.#lines.clear()
  }

  #at<T>({ sessionId, round }: Line, decide: (known: MemoryLine) => T): Reply<T> {
    const found = this.#lines.get(sessionId)
    if (!found || found.line.round < round) return 'cold'
    if (found.line.round > round) return 'stale'
    found.usedAt = Date.now()
    return decide(found.line)
  }
}
