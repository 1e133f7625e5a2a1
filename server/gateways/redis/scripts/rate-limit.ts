import { script } from '../run-script.ts'

/**
 * KEYS: the window. ARGV: limit, window in ms, a name for this try that no other has.
 * A sorted set of the tries that were allowed, by time; a refused try is not counted, so waiting always helps.
 * Returns 0, or the milliseconds until a try will be allowed.
 */
export const RATE_LIMIT = script(`
local time = redis.call('TIME')
local nowMs = time[1] * 1000 + math.floor(time[2] / 1000)
local limit, windowMs = tonumber(ARGV[1]), tonumber(ARGV[2])

redis.call('ZREMRANGEBYSCORE', KEYS[1], '-inf', nowMs - windowMs)
if redis.call('ZCARD', KEYS[1]) < limit then
  redis.call('ZADD', KEYS[1], nowMs, ARGV[3])
  redis.call('PEXPIRE', KEYS[1], windowMs)
  return 0
end
local oldest = redis.call('ZRANGE', KEYS[1], 0, 0, 'WITHSCORES')[2] or nowMs
return oldest + windowMs - nowMs
`)
