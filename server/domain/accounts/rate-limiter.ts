/** Counts tries in sliding windows shared by all processes. Falls back to Postgres where Redis is away; never falls open. */
export interface RateLimiter {
  /** Counts one try of `key`. `retryAfterSeconds` is set where more than `limit` fell into the last `windowSeconds`. */
  hit(key: string, limit: number, windowSeconds: number): Promise<{ allowed: boolean, retryAfterSeconds: number }>
}

/** One window that a try falls into. */
export interface Window {
  key: string
  limit: number
  windowSeconds: number
  /** Only remembered: a full window refuses nothing. */
  isNote?: boolean
}

/** Counts one try in several windows at once, in one question to the store. */
export interface GroupLimiter extends RateLimiter {
  /**
   * Counts a try in all its windows, or in none where one of them is full: who is refused by one limit does not use up another.
   * What is counted together is kept together under `group`. `refusedBy` is the window with the longest wait, by its place in the
   * list; null: allowed.
   */
  hitAll(group: string, windows: readonly Window[]): Promise<{ refusedBy: number | null, retryAfterSeconds: number }>
}
