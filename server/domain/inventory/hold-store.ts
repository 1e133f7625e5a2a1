import type { RankedPlaces } from '#shared/seating/ranked-places.ts'
import type { SeatSides } from '#shared/seating/single-seats.ts'

/**
 * The fast gate in front of Postgres: who is choosing which seat right now. Implemented by server/gateways/redis/hold-store.ts.
 *
 * It advises and never decides: a hold lets its owner try to make an order, and the claim in Postgres is what counts.
 * Losing everything in here costs people their choice, never their seats or money. All times are by the store's own clock.
 * Every method either happens entirely or not at all; each throws DomainError('unavailable') where the store does not
 * answer within its time limit.
 */
export interface HoldStore {
  /** Holds all of `request`, or nothing: in a new hold, or in the one that `token` has already; its deadline stays. */
  hold(request: HoldRequest): Promise<HoldOutcome>
  /** The hold, or null where it ran out, was given back, or never was. */
  read(sessionId: string, token: string): Promise<Hold | null>
  /** Gives back some seats or areas, or all where `what` is left out. Null: there was no such hold. An empty hold ends. */
  release(sessionId: string, token: string, what?: { seats?: number[], areaKeys?: string[] }): Promise<Hold | null>
  /** Moves the deadline by `byMs` from now's deadline, once in a hold's life. */
  extend(sessionId: string, token: string, byMs: number): Promise<{ ok: true, hold: Hold } | { ok: false, reason: 'gone' | 'extended-before' }>
  /**
   * Makes sure that the hold lives for `forMs` more while its order is written; null where it is gone already. However often it
   * is asked, the hold ends at most `forMs` after the deadline that its owner was told.
   */
  beginOrder(sessionId: string, token: string, forMs: number): Promise<Hold | null>
  /** Forgets the hold without freeing what Postgres now owns. Called after `tell` told of the claims. */
  endOrder(sessionId: string, token: string): Promise<void>
  /** Applies what Postgres decided. News older (by `seq`) than what is known of a seat are ignored, so order and repetition do not matter. */
  tell(sessionId: string, truth: { seats: SeatTruth[], areas: AreaTruth[] }): Promise<void>
  /** Fills a store that knows nothing of the session (after a start or a flush) and opens it for holds. */
  warm(sessionId: string, truth: { seats: SeatTruth[], areas: AreaTruth[], offSaleSeats: number[] }): Promise<void>
  /** Everything that is not free, or null where the session is cold. */
  snapshot(sessionId: string): Promise<SessionSnapshot | null>
  /** What changed after `version`, coalesced to the last state of each seat; also frees what ran out. `gap`: ask for a snapshot. */
  changesSince(sessionId: string, version: number): Promise<SeatChanges | 'gap' | 'cold'>
  /** Calls `changed` soon after anything of the session changed, whichever process did it. A hint: `changesSince` says what. */
  onChange(sessionId: string, changed: () => void): ChangeHints
}

/** Hints of changes that are on their way. */
export interface ChangeHints {
  /** False: none are heard now, because the connection broke or the store has none to give. Then one has to ask now and then. */
  areHeard(): boolean
  stop(): void
}

/** What a hold is asked to take. `line` is kept as it is and given back by `read`: the price is frozen in it. */
export interface HoldRequest {
  sessionId: string
  /** Chosen by the caller; 128 random bits or more, base64url. */
  token: string
  /** Who holds, for the per-person limit: `user:<id>` or `visitor:<id>`. */
  personKey: string
  perPersonLimit: number
  /** Life of a new hold. */
  ttlMs: number
  /**
   * Hash of what was asked, where the token was made for this request: a repetition with the same hash gets the same hold,
   * another hash is `token-used-otherwise`. Empty, or `+` and a hash, where the token is one that the caller was given before:
   * the hold has to live and is added to, or `gone`; what came with the same `+` hash before is not added again.
   */
  requestHash: string
  /** Seats kept from the public that this person may have all the same. */
  openedSeats?: number[]
  seats: { seatIndex: number, line: string }[]
  areas: { areaKey: string, ticketTypeId: string, quantity: number, line: string }[]
  /** Seats that the store chooses itself in the same step: the best place where they can sit side by side. */
  best?: BestRequest
  /** Where set, seats of `seats` that would leave a single one free are refused, as long as they could sit elsewhere without. */
  singles?: SinglesGuard
}

export interface BestRequest {
  count: number
  places: NamedPlaces
  needsAccessible: boolean
  /** What to keep for a seat, by the index of its category; null where the category is not sold. */
  lines: (string | null)[]
  /** Where set, free ones of `openedSeats` may be chosen too: what to keep for one of those that are kept from the public. */
  openedLines?: (string | null)[]
}

/** Places of a plan; `plan` names it among the plans that the session may have had: `[\w-]+`. */
export interface NamedPlaces { plan: string, ranked: RankedPlaces }

/** Who sits beside the wanted seats, and where a party of their size could sit instead. */
export interface SinglesGuard { sides: SeatSides[], places: NamedPlaces }

export type HoldOutcome =
  /** `picked`: the seats that the store chose for this request, also when it is repeated. */
  | { ok: true, hold: Hold, picked: number[] }
  | { ok: false, reason: 'cold' }
  | { ok: false, reason: 'gone' }
  | { ok: false, reason: 'seat-taken' | 'seat-not-for-sale', seats: number[] }
  /** The single seats that would be left. */
  | { ok: false, reason: 'single-seat', seats: number[] }
  /** Nowhere can `best` sit side by side. */
  | { ok: false, reason: 'no-place' }
  | { ok: false, reason: 'area-full', areaKey: string, left: number }
  | { ok: false, reason: 'limit-reached', held: number }
  | { ok: false, reason: 'token-used-otherwise' }

export interface Hold {
  token: string
  sessionId: string
  personKey: string
  seats: { seatIndex: number, line: string }[]
  areas: { areaKey: string, ticketTypeId: string, quantity: number, line: string }[]
  /** Milliseconds since the epoch, by the store's clock. */
  expiresAtMs: number
  remainingMs: number
  extended: boolean
}

/**
 * A seat as Postgres has it. `pending` seats are free again after `untilMs` unless told otherwise. `kept` and `open` are another
 * fact with numbers of its own: whether the seat is kept from the public (until `untilMs`, where it is set), whoever owns it.
 */
export interface SeatTruth { seatIndex: number, state: 'free' | 'pending' | 'sold' | 'kept' | 'open', seq: number, untilMs?: number }
export interface AreaTruth { areaKey: string, capacity: number, taken: number, seq: number }

export interface SessionSnapshot {
  version: number
  /** [seat index, SeatStatus] of every seat that is not free. */
  seats: [number, number][]
  areas: Record<string, { capacity: number, free: number }>
}

export interface SeatChanges {
  version: number
  seats: [number, number][]
  areas: Record<string, { capacity: number, free: number }>
}
