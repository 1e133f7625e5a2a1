/** Counts tries in sliding windows shared by all processes. Falls back to Postgres where Redis is away; never falls open. */
export interface RateLimiter {
  /** Counts one try of `key`. `retryAfterSeconds` is set where more than `limit` fell into the last `windowSeconds`. */
  hit(key: string, limit: number, windowSeconds: number): Promise<{ allowed: boolean, retryAfterSeconds: number }>
}
