import type { Redis } from '@upstash/redis'
import type { AreaTruth, ChangeHints, Hold, HoldOutcome, HoldRequest, HoldStore, SeatChanges, SeatTruth, SessionSnapshot } from '#server/domain/inventory/hold-store.ts'
import { DomainError } from '#shared/errors/domain-error.ts'
import { type RedisConnection, TIME_LIMIT_MS } from './connect.ts'
import { changesIn, holdIn, pickedIn, snapshotIn } from './hold-replies.ts'
import { MemoryHoldStore } from './memory/hold-store.ts'
import { type HoldReply, HoldScripts, keysOf } from './run-hold-script.ts'
import { HOLD } from './scripts/hold.ts'
import { holdArguments, keepPlacesArguments } from './hold-arguments.ts'
import { BEGIN_ORDER, EXTEND, READ, RELEASE } from './scripts/living-hold.ts'
import { KEEP_PLACES } from './scripts/places.ts'
import { OPEN, TELL } from './scripts/truth.ts'
import { CHANGES, SNAPSHOT } from './scripts/watch.ts'
import type { Hear } from './transports/tcp-listener.ts'

/** Seats told by one script, so that filling a stadium does not keep everybody else waiting. */
const TELL_AT_ONCE = 4000

/** How often a hold is asked anew because the places that it searches were lost in between. */
const PLACES_TRIES = 3

/** The hold store of a connection. With the in-process transport, make it once: the holds live in it. */
export function createHoldStore(connection: RedisConnection): HoldStore {
  return connection.kind === 'memory' ? new MemoryHoldStore() : new RedisHoldStore(connection.redis, connection.hear)
}

/** Every method is one atomic script (scripts/*.ts); this class only speaks their language. */
export class RedisHoldStore implements HoldStore {
  readonly #scripts: HoldScripts
  readonly #hear: Hear | null
  readonly #keeping = new Map<string, Promise<HoldReply>>()

  constructor(redis: Redis, hear: Hear | null) {
    this.#scripts = new HoldScripts(redis, TIME_LIMIT_MS)
    this.#hear = hear
  }

  async hold(request: HoldRequest): Promise<HoldOutcome> {
    const args = holdArguments(request)
    for (let attempt = 1; attempt <= PLACES_TRIES; attempt++) {
      const reply = await this.#scripts.run(HOLD, request.sessionId, args)
      if (reply.verdict !== 'unknown-places') return holdOutcome(reply, request)
      // The store was flushed, or this is the first search of the session: it is given the places, and asked once more.
      const kept = await this.#keepPlaces(request)
      if (kept.verdict === 'cold') return { ok: false, reason: 'cold' }
    }
    throw new DomainError('unavailable', { retryAfterSeconds: 1 })
  }

  /** In a rush all find the places missing at once: one of them brings them, the others wait for him. */
  #keepPlaces(request: HoldRequest): Promise<HoldReply> {
    const args = keepPlacesArguments(request)
    const name = [request.sessionId, args[0], args[4]].join(' ')
    const keeping = this.#keeping.get(name) ?? this.#scripts.run(KEEP_PLACES, request.sessionId, args).finally(() => this.#keeping.delete(name))
    this.#keeping.set(name, keeping)
    return keeping
  }

  async read(sessionId: string, token: string): Promise<Hold | null> {
    return holdOrNull(await this.#scripts.run(READ, sessionId, [token]), sessionId, token)
  }

  async release(sessionId: string, token: string, what?: { seats?: number[], areaKeys?: string[] }): Promise<Hold | null> {
    const seats = what?.seats ?? []
    const reply = await this.#scripts.run(RELEASE, sessionId, [token, what ? 'some' : 'all', seats.length, ...seats, ...what?.areaKeys ?? []])
    return holdOrNull(reply, sessionId, token)
  }

  async extend(sessionId: string, token: string, byMs: number): Promise<{ ok: true, hold: Hold } | { ok: false, reason: 'gone' | 'extended-before' }> {
    const reply = await this.#scripts.run(EXTEND, sessionId, [token, byMs])
    if (reply.verdict === 'ok') return { ok: true, hold: holdIn(reply, sessionId, token) }
    return { ok: false, reason: reply.verdict === 'extended-before' ? 'extended-before' : 'gone' }
  }

  async beginOrder(sessionId: string, token: string, forMs: number): Promise<Hold | null> {
    return holdOrNull(await this.#scripts.run(BEGIN_ORDER, sessionId, [token, forMs]), sessionId, token)
  }

  /** Seats that were told to be pending or sold have left the hold already, so giving back the rest frees none of them. */
  async endOrder(sessionId: string, token: string): Promise<void> {
    await this.release(sessionId, token)
  }

  async tell(sessionId: string, truth: { seats: SeatTruth[], areas: AreaTruth[] }): Promise<void> {
    await this.#tellAll(sessionId, truth)
  }

  async warm(sessionId: string, truth: { seats: SeatTruth[], areas: AreaTruth[], offSaleSeats: number[] }): Promise<void> {
    for (let attempt = 1; attempt <= 3; attempt++) {
      const begun = await this.#tellAll(sessionId, truth)
      const reply = await this.#scripts.run(OPEN, sessionId, [begun, truth.offSaleSeats.join(',')])
      if (reply.verdict === 'ok') return
    }
    throw new DomainError('unavailable', { retryAfterSeconds: 2 })
  }

  /** Returns the version after the first part. */
  async #tellAll(sessionId: string, { seats, areas }: { seats: SeatTruth[], areas: AreaTruth[] }): Promise<number> {
    const areaArgs = areas.flatMap(area => [area.areaKey, area.capacity, area.taken, area.seq])
    const first = await this.#scripts.run(TELL, sessionId, [packed(seats.slice(0, TELL_AT_ONCE)), ...areaArgs])
    for (let from = TELL_AT_ONCE; from < seats.length; from += TELL_AT_ONCE) {
      await this.#scripts.run(TELL, sessionId, [packed(seats.slice(from, from + TELL_AT_ONCE))])
    }
    return first.version
  }

  async snapshot(sessionId: string): Promise<SessionSnapshot | null> {
    const reply = await this.#scripts.run(SNAPSHOT, sessionId, [])
    return reply.verdict === 'cold' ? null : snapshotIn(reply)
  }

  async changesSince(sessionId: string, version: number): Promise<SeatChanges | 'gap' | 'cold'> {
    const reply = await this.#scripts.run(CHANGES, sessionId, [Number.isSafeInteger(version) && version > 0 ? version : 0])
    if (reply.verdict === 'cold' || reply.verdict === 'gap') return reply.verdict
    return changesIn(reply)
  }

  onChange(sessionId: string, changed: () => void): ChangeHints {
    const hearing = this.#hear?.(`${keysOf(sessionId)}:feed`, changed)
    return { areHeard: () => hearing?.isLive() ?? false, stop: () => hearing?.stop() }
  }
}

function holdOutcome(reply: HoldReply, request: HoldRequest): HoldOutcome {
  const { verdict: reason, payload } = reply
  switch (reason) {
    case 'ok': return { ok: true, hold: holdIn(reply, request.sessionId, request.token), picked: pickedIn(reply, request.requestHash) }
    case 'single-seat':
    case 'seat-taken':
    case 'seat-not-for-sale': return { ok: false, reason, seats: payload.map(Number) }
    case 'area-full': return { ok: false, reason, areaKey: String(payload[0]), left: Number(payload[1]) }
    case 'limit-reached': return { ok: false, reason, held: Number(payload[0]) }
    case 'no-place':
    case 'cold':
    case 'gone':
    case 'token-used-otherwise': return { ok: false, reason }
    default: throw new Error(`The hold script answered ${reason}`)
  }
}

function holdOrNull(reply: HoldReply, sessionId: string, token: string): Hold | null {
  return reply.verdict === 'ok' ? holdIn(reply, sessionId, token) : null
}

function packed(seats: SeatTruth[]): string {
  return seats.map(seat => `${seat.seatIndex}${seat.state[0]}${seat.seq}:${seat.untilMs ?? 0}`).join(' ')
}
