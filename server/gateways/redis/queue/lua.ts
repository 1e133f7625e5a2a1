import { type Script, script } from '../run-script.ts'

/** Milliseconds that the keys of a line outlive its last change. */
export const KEEP_MS = 3 * 24 * 60 * 60 * 1000
/** Somebody counts as present through the window after the one in which he was last seen: 90 to 180 seconds. */
export const SEEN_WINDOW_MS = 90_000
/** Turns that were not given because nobody asked for so long, in seconds, may be given at once. */
export const BURST_SECONDS = 5
/** How long the measured tempo remembers, in ms. */
export const TEMPO_MEMORY_MS = 60_000
/** The tempo that was set counts as if it had been measured for so long, in ms. */
export const TEMPO_PRIOR_MS = 20_000
/** How long it is remembered how fast people leave, in ms: longer, for fewer leave than are let in. */
export const LEAVERS_MEMORY_MS = 120_000
/** From fewer than so many who left nothing is concluded, nor from less than a part of a full room. */
export const LEAVERS_TO_KNOW = 8
export const LEAVERS_SHARE = 0.1
/** Places inside where the pace never fills the room. */
export const UNBOUND = 1e9
/** Turns given by one call at most. */
export const TURNS_AT_ONCE = 300

/**
 * One script of the line: `body` is the inside of a Lua function that returns a verdict and a payload. ARGV: deadline, round, then
 * its own. Around it: nothing is done after the deadline, or for a round that the store does not know. Expects KEYS[1], the
 * session's prefix; all keys of a line have its hash tag.
 */
export function lineScript(body: string): Script {
  return script(`${PRELUDE}${KNOWS_ROUND}${LINE}\nlocal function decide()\n${body}\nend\n${EPILOGUE}`)
}

/** The same for a round that the store need not know yet. */
export function fillingScript(body: string): Script {
  return script(`${PRELUDE}\nlocal function decide()\n${body}\nend\n${EPILOGUE}`)
}

const PRELUDE = `
local L = KEYS[1] .. ':line:'
local ROOM, PEOPLE, NOW, LATE = L .. 'room', L .. 'people', L .. 'now', L .. 'late'
local CALLED, INSIDE, DONE, ORDERS = L .. 'called', L .. 'inside', L .. 'done', L .. 'orders'

local time = redis.call('TIME')
local nowMs = time[1] * 1000 + math.floor(time[2] / 1000)
if nowMs > tonumber(ARGV[1]) then
  return { 'late', nowMs, 0, {} }
end

local function int(number)
  return string.format('%.0f', number)
end

local window = math.floor(nowMs / ${SEEN_WINDOW_MS})
local SEEN, BEFORE = L .. 'seen:' .. int(window), L .. 'seen:' .. int(window - 1)

local function keep()
  for _, key in ipairs({ ROOM, PEOPLE, LATE, CALLED, INSIDE, DONE, ORDERS }) do
    redis.call('PEXPIRE', key, ${KEEP_MS})
  end
end

-- Bits travel as hexadecimal text: replies over REST are JSON.
local function bytesOf(hex)
  return (string.gsub(hex, '..', function(pair) return string.char(tonumber(pair, 16)) end))
end
local function hexOf(bytes)
  return (string.gsub(bytes, '.', function(c) return string.format('%02x', string.byte(c)) end))
end

local room = {}
local flat = redis.call('HGETALL', ROOM)
for i = 1, #flat, 2 do
  room[flat[i]] = tonumber(flat[i + 1]) or flat[i + 1]
end
`

const KNOWS_ROUND = `
if not room.round or room.round < tonumber(ARGV[2]) then
  return { 'cold', nowMs, 0, {} }
elseif room.round > tonumber(ARGV[2]) then
  return { 'stale', nowMs, 0, {} }
end
`

const LINE = `
local function see(place)
  redis.call('SETBIT', SEEN, place, 1)
  if redis.call('PTTL', SEEN) < 0 then
    redis.call('PEXPIRE', SEEN, ${SEEN_WINDOW_MS * 3})
    keep()
  end
end

local function isPresent(place)
  return redis.call('GETBIT', SEEN, place) == 1 or redis.call('GETBIT', BEFORE, place) == 1
end

local function nextPresent(place)
  place = place + 1
  while place % 8 ~= 0 do
    if isPresent(place) then
      return place
    end
    place = place + 1
  end
  local a, b = redis.call('BITPOS', SEEN, 1, place / 8), redis.call('BITPOS', BEFORE, 1, place / 8)
  if a < 0 or b < 0 then
    a = math.max(a, b)
  else
    a = math.min(a, b)
  end
  return a >= 0 and a or nil
end

-- Who is present, of places from..to: of the union of both windows, at most a second old.
local function countPresent(from, to)
  local count = 0
  while from <= to and from % 8 ~= 0 do
    count = count + redis.call('GETBIT', NOW, from)
    from = from + 1
  end
  while to >= from and to % 8 ~= 7 do
    count = count + redis.call('GETBIT', NOW, to)
    to = to - 1
  end
  return from > to and count or count + redis.call('BITCOUNT', NOW, from / 8, (to - 7) / 8)
end

local function lookAround()
  if nowMs - (room.lookedAt or 0) < 1000 then
    return
  end
  redis.call('BITOP', 'OR', NOW, SEEN, BEFORE)
  redis.call('PEXPIRE', NOW, ${SEEN_WINDOW_MS})
  room.lookedAt = nowMs
  room.waiting = countPresent(room.served + 1, room.last)
  redis.call('HSET', ROOM, 'lookedAt', int(nowMs), 'waiting', room.waiting)
end

local function bump(field)
  room[field] = (room[field] or 0) + 1
  redis.call('HSET', ROOM, field, room[field])
end

-- Turns that nobody took come back; whose time inside ran out is done.
local function sweep()
  for _, place in ipairs(redis.call('ZRANGEBYSCORE', CALLED, '-inf', int(nowMs), 'LIMIT', 0, 500)) do
    redis.call('ZREM', CALLED, place)
    room.returned = (room.returned or 0) + 1
    room.freed = (room.freed or 0) + 1
  end
  for _, place in ipairs(redis.call('ZRANGEBYSCORE', INSIDE, '-inf', int(nowMs), 'LIMIT', 0, 500)) do
    redis.call('ZREM', INSIDE, place)
    room.freed = (room.freed or 0) + 1
    redis.call('SETBIT', DONE, place, 1)
    bump('left')
  end
end

-- How fast people leave, counted from the first who leaves on: before, nobody has had the time to buy.
local function noteLeavers()
  local freed = room.freed or 0
  if freed == 0 and not room.leaversAt then
    return
  end
  if room.leaversAt then
    local elapsed = nowMs - room.leaversAt
    local fade = math.exp(-elapsed / ${LEAVERS_MEMORY_MS})
    local inside = redis.call('ZCARD', CALLED) + redis.call('ZCARD', INSIDE) + freed
    room.leftLately = (room.leftLately or 0) * fade + freed
    room.staysLately = (room.staysLately or 0) * fade + inside * elapsed
    redis.call('HSET', ROOM, 'leftLately', tostring(room.leftLately), 'staysLately', tostring(room.staysLately))
  end
  room.leaversAt, room.freed = nowMs, 0
  redis.call('HSET', ROOM, 'leaversAt', int(nowMs), 'freed', 0)
end

-- Places inside that nobody has, and how many a minute leave a room that is full. Where so many fit in that the pace never fills
-- the room, nobody waits for others to leave.
local function freeAndLeaving()
  if room.maxInside >= math.floor(room.rate * (room.insideMs + room.enterMs) / 60000) then
    return ${UNBOUND}, '0'
  end
  local free = math.max(0, room.maxInside - redis.call('ZCARD', CALLED) - redis.call('ZCARD', INSIDE))
  local left = room.leftLately or 0
  return free, left < math.max(${LEAVERS_TO_KNOW}, room.maxInside * ${LEAVERS_SHARE}) and '0' or tostring(left * 60000 / math.max(1, room.staysLately) * room.maxInside)
end

-- Lets through whom it is time to let through: first those who were passed over while they were away, then along the line.
local function advance()
  sweep()
  noteLeavers()
  if room.phase ~= 'open' or nowMs < room.creditAt then
    redis.call('HSET', ROOM, 'returned', room.returned or 0)
    return
  end
  local elapsed = nowMs - room.creditAt
  local credit = room.credit
  if room.paused == 0 then
    credit = math.min(credit + room.rate * elapsed / 60000, math.max(1, room.rate * ${BURST_SECONDS} / 60))
  end
  credit = credit + (room.returned or 0)
  local turns, isIdle = 0, false
  if room.paused == 0 and credit >= 1 then
    local free = room.maxInside - redis.call('ZCARD', CALLED) - redis.call('ZCARD', INSIDE)
    while credit >= 1 and free > 0 and turns < ${TURNS_AT_ONCE} do
      local place = tonumber(redis.call('ZRANGE', LATE, 0, 0)[1])
      if place then
        redis.call('ZREM', LATE, place)
      else
        place = nextPresent(room.served)
        if not place then
          isIdle = true
          break
        end
        room.served = place
      end
      if isPresent(place) then
        redis.call('ZADD', CALLED, int(nowMs + room.enterMs), place)
        credit, free, turns = credit - 1, free - 1, turns + 1
      end
    end
  end
  -- The tempo is measured while people wait, and not while the line rests.
  if room.paused == 0 and not isIdle then
    local fade = math.exp(-elapsed / ${TEMPO_MEMORY_MS})
    room.turnsLately = room.turnsLately * fade + turns
    room.msLately = room.msLately * fade + elapsed
  end
  redis.call('HSET', ROOM, 'credit', tostring(credit), 'creditAt', int(nowMs), 'served', room.served, 'returned', 0,
    'letThrough', room.letThrough + turns, 'turnsLately', tostring(room.turnsLately), 'msLately', tostring(room.msLately))
  room.letThrough = room.letThrough + turns
end

local function tempo()
  return tostring(room.turnsLately * 60000 / math.max(1, room.msLately))
end

local function endPlace(place, outcome)
  local wasCalled = redis.call('ZREM', CALLED, place)
  if redis.call('ZREM', INSIDE, place) + wasCalled > 0 then
    redis.call('HINCRBY', ROOM, 'freed', 1)
  end
  redis.call('ZREM', LATE, place)
  redis.call('SETBIT', SEEN, place, 0)
  redis.call('SETBIT', BEFORE, place, 0)
  redis.call('PEXPIRE', BEFORE, ${SEEN_WINDOW_MS * 2})
  redis.call('PEXPIRE', SEEN, ${SEEN_WINDOW_MS * 3})
  if redis.call('SETBIT', DONE, place, 1) == 0 then
    bump(outcome)
  end
  if wasCalled == 1 then
    redis.call('HINCRBY', ROOM, 'returned', 1)
  end
end
`

const EPILOGUE = `
local verdict, payload = decide()
return { verdict, nowMs, 0, payload or {} }
`
