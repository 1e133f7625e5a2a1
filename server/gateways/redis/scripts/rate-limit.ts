import { script } from '../run-script.ts'

/**
 * KEYS: the windows that a try falls into. ARGV: a name for this try that no other has; then of each window its limit, its length
 * in ms, and '1' where it is a note that refuses nothing.
 * A window is a sorted set of the tries that were allowed, by time; a refused try is counted in none, so waiting always helps.
 * Returns which window refuses (0: none; of several the one that takes longest), and the ms until a try will be allowed.
 */
export const RATE_LIMIT = script(`
local time = redis.call('TIME')
local nowMs = time[1] * 1000 + math.floor(time[2] / 1000)
local refusedBy, waitMs = 0, 0
local isFull = {}

for i, key in ipairs(KEYS) do
  local limit, windowMs = tonumber(ARGV[3 * i - 1]), tonumber(ARGV[3 * i])
  redis.call('ZREMRANGEBYSCORE', key, '-inf', nowMs - windowMs)
  isFull[i] = redis.call('ZCARD', key) >= limit
  if isFull[i] and ARGV[3 * i + 1] ~= '1' then
    local oldest = redis.call('ZRANGE', key, 0, 0, 'WITHSCORES')[2] or nowMs
    local wait = oldest + windowMs - nowMs
    if wait > waitMs then
      refusedBy, waitMs = i, wait
    end
  end
end
if refusedBy > 0 then
  return { refusedBy, waitMs }
end

for i, key in ipairs(KEYS) do
  if not isFull[i] then
    redis.call('ZADD', key, nowMs, ARGV[1])
    redis.call('PEXPIRE', key, ARGV[3 * i])
  end
end
return { 0, 0 }
`)
