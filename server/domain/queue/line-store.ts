/**
 * The line in front of a session: who came when, who is still there, and whose turn it is. Implemented by
 * server/gateways/redis/queue. Decided lazily, whenever somebody asks: nobody has to turn a handle.
 *
 * It may be lost at any moment. What must not be lost is in Postgres (the seed, how many came early, who was admitted) and in
 * the signed place that each person carries. A store that knows nothing of the round throws nothing: it says `cold`, and is
 * filled again. All times are by the store's own clock, in ms. Throws DomainError('unavailable') where the store does not answer.
 */
export interface LineStore {
  /** Fills a store that knows nothing of this round; does nothing where it knows it already. */
  warm(line: Line, facts: LineFacts): Promise<void>
  /** Lets numbers be given out up to `limit`: Postgres has written down that they may be. */
  grant(line: Line, limit: number): Promise<Reply<'ok'>>
  /** Changes how the line moves from now on. */
  tune(line: Line, tempo: LineTempo): Promise<Reply<'ok'>>
  /**
   * A place for a person: the one that he has, else the one that he carries (`carried`, 0: none), else the next number.
   * `over` is a number that has had its turn and does not count any more. `no-numbers`: more have to be granted.
   */
  join(line: Line, person: string, carried: number, over: number): Promise<Reply<'no-numbers' | { number: number }>>
  /** The number of a person, or 0. */
  numberOf(line: Line, person: string): Promise<Reply<number>>
  /** Ends the time before the doors: numbers given out from now on are late ones. Repeating it gives the same answer. */
  freeze(line: Line): Promise<Reply<{ early: number, present: Uint8Array }>>
  /** Begins to let people through. `present` has a bit for each place in line, first bit of the first byte for place 0. */
  openDoors(line: Line, early: number, present: Uint8Array): Promise<Reply<'ok'>>
  /** Notes that somebody is still there, lets through whom it is time to let through, and says how he stands. */
  touch(line: Line, number: number, position: number | null): Promise<Reply<Standing>>
  /** Goes in, where it is his turn. Repeating it gives the same end. */
  enter(line: Line, position: number): Promise<Reply<'not-yet' | 'over' | { remainingMs: number }>>
  /** Whether he is inside, now. */
  isInside(line: Line, position: number): Promise<Reply<boolean>>
  /** Gives a place up, wherever he stands: somebody else comes in for him. */
  end(line: Line, person: string, position: number, outcome: Outcome): Promise<Reply<'ok'>>
  /** An order was made by somebody inside. */
  noteOrder(line: Line, orderId: string, position: number): Promise<Reply<'ok'>>
  /** An order was paid (its buyer is done) or is over unpaid. Gives the place of its buyer; null where it is nobody's. */
  closeOrder(line: Line, orderId: string, isPaid: boolean): Promise<Reply<number | null>>
  /** How many are where. */
  counts(line: Line): Promise<Reply<LineCounts>>
}

/** One opening of one session's waiting room. */
export interface Line { sessionId: string, round: number }

/** `cold`: it has to be filled first. `stale`: it knows a later round. */
export type Reply<T> = T | 'cold' | 'stale'

export type Outcome = 'bought' | 'left'

export interface LineTempo {
  perMinute: number
  maxInside: number
  insideMs: number
  /** How long one may take to go in when it is his turn. */
  enterMs: number
  isPaused: boolean
}

export interface LineFacts extends LineTempo {
  /** Numbers up to here may have been given out. */
  numbersUpTo: number
  /** Null while the doors are shut. */
  early: number | null
  /** Everybody up to here had his turn. */
  servedUpTo: number
  /** Places whose admission was given, a bit each as in `openDoors`: they get no other. */
  done: Uint8Array
  inside: { position: number, remainingMs: number }[]
  /** Nobody is let through for so long: a line that was forgotten has to see first who is still there. */
  settleMs: number
}

export interface Standing {
  phase: 'lobby' | 'drawing' | 'open'
  /** `called`: he may go in. `over`: he was inside, or gave up. */
  state: 'waiting' | 'called' | 'inside' | 'over'
  /** People who wait before him; while the doors are shut, all who came. */
  ahead: number
  waiting: number
  /** Time left to go in, or inside; 0 while waiting. */
  remainingMs: number
  /** How fast people were let through lately. */
  perMinute: number
  /** Places inside that nobody has, where "most inside at a time" may fill the room; else a number that nobody reaches. */
  free: number
  /** How many a minute leave the room when it is full; 0 while that is not known. */
  leavePerMinute: number
}

export interface LineCounts {
  /** Numbers given out. */
  came: number
  waiting: number
  called: number
  inside: number
  /** Inside with an order that is not paid yet. */
  buying: number
  bought: number
  /** Gave up, in line or inside, or ran out of time inside. */
  left: number
  /** Let through since the doors opened. */
  letThrough: number
  perMinute: number
}
