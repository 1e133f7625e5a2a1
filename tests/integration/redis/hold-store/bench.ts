import { afterAll, beforeAll } from 'vitest'
import type { AreaTruth, Hold, HoldOutcome, HoldRequest, HoldStore, SeatTruth } from '#server/domain/inventory/hold-store.ts'
import { newId } from '#shared/ids/id.ts'

export interface StoreUnderTest {
  store: HoldStore
  /** FLUSHALL. */
  flush(): Promise<void>
  close(): Promise<void>
  /** Says of itself that something changed, as every transport with a lasting connection does. */
  givesHints: boolean
  /** Calls in flight at a time that the transport carries well within its time limit. */
  width: number
  /** Holds in the expiry test. */
  manyHolds: number
}

/** A store to be tested, once it is open, and what tests do with it. */
export interface Bench {
  readonly under: StoreUnderTest
  readonly store: HoldStore
  /** A new session that it knows. */
  session(truth?: Partial<Truth>): Promise<string>
  ask(sessionId: string, seats: number[], more?: Partial<HoldRequest>): Promise<HoldOutcome>
  /** `ask`, where it has to succeed. */
  held(sessionId: string, seats: number[], more?: Partial<HoldRequest>): Promise<Hold>
  /** Everything that is not free. */
  statuses(sessionId: string): Promise<Record<number, number>>
}

interface Truth { seats: SeatTruth[], areas: AreaTruth[], offSaleSeats: number[] }

/** Opens a store before the tests of this `describe` and closes it after them. */
export function benchOf(open: () => Promise<StoreUnderTest>): Bench {
  let under: StoreUnderTest
  beforeAll(async () => {
    under = await open()
  })
  afterAll(() => under?.close())

  async function session(truth: Partial<Truth> = {}): Promise<string> {
    const sessionId = newId()
    await under.store.warm(sessionId, { seats: [], areas: [], offSaleSeats: [], ...truth })
    return sessionId
  }

  const ask: Bench['ask'] = (sessionId, seats, more = {}) => under.store.hold(request(sessionId, seats, more))

  return {
    get under() { return under },
    get store() { return under.store },
    session,
    ask,
    held: async (sessionId, seats, more) => holdOf(await ask(sessionId, seats, more)),
    statuses: async sessionId => Object.fromEntries((await under.store.snapshot(sessionId))!.seats)
  }
}

export function request(sessionId: string, seats: number[], more: Partial<HoldRequest>): HoldRequest {
  return {
    sessionId,
    token: newId(),
    personKey: 'user:1',
    perPersonLimit: 20,
    ttlMs: 60_000,
    requestHash: newId(),
    seats: seats.map(seatIndex => ({ seatIndex, line: `line of ${seatIndex}` })),
    areas: [],
    ...more
  }
}

export function holdOf(outcome: HoldOutcome): Hold {
  if (!outcome.ok) throw new Error(`No hold: ${JSON.stringify(outcome)}`)
  return outcome.hold
}

export function permutations<T>(list: T[]): T[][] {
  if (list.length < 2) return [list]
  return list.flatMap((first, n) => permutations(list.toSpliced(n, 1)).map(rest => [first, ...rest]))
}
