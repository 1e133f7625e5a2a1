import { type Script, script } from '../run-script.ts'

/**
 * Milliseconds that a session's keys outlive its last write. Seats that are forgotten make the session cold,
 * and the next visitor has it filled again from Postgres.
 */
export const KEEP_MS = 3 * 24 * 60 * 60 * 1000

/** About how many changes a watcher may miss before it has to fetch a snapshot. */
export const FEED_LENGTH = 2000

/**
 * One script of the hold store: `body` is the inside of a Lua function that returns a verdict and a payload.
 * Around it: nothing is done after the deadline in ARGV[1], what ran out is freed first, and what changed is
 * published last. So a decision never sees an expired hold, and nobody has to sweep.
 */
export function holdScript(body: string): Script {
  return script(`${PRELUDE}\nlocal function decide()\n${body}\nend\n${EPILOGUE}`)
}

const PRELUDE = `
local READY = KEYS[1] .. ':ready'
local SEATS = KEYS[1] .. ':seats'
local SEQ = KEYS[1] .. ':seq'
local OFF = KEYS[1] .. ':off'
local KEPT = KEYS[1] .. ':kept'
local AREAS = KEYS[1] .. ':areas'
local DUE = KEYS[1] .. ':due'
local PEOPLE = KEYS[1] .. ':people'
local FEED = KEYS[1] .. ':feed'
local PICTURE = KEYS[1] .. ':picture'
local KEEP_MS = ${KEEP_MS}

local time = redis.call('TIME')
local nowMs = time[1] * 1000 + math.floor(time[2] / 1000)
local nowUs = time[1] * 1000000 + time[2]

if nowMs > tonumber(ARGV[1]) then
  return { 'late', nowMs, 0, {} }
end

-- Lua prints large numbers as 1.7e+15; Redis wants digits.
local function int(number)
  return string.format('%.0f', number)
end

local function isCold()
  return redis.call('EXISTS', READY) == 0
end

local function holdKey(token)
  return KEYS[1] .. ':hold:' .. token
end

-- What this script changed, for the feed.

local changedSeats, changedAreas, isChanged = {}, {}, false

-- One character a seat, 0 where it is free, for the search of the best (best-place.ts); only where somebody searched.
local hasPicture

local function isFree(index)
  return redis.call('HEXISTS', SEATS, index) == 0 and redis.call('SISMEMBER', OFF, index) == 0 and redis.call('HEXISTS', KEPT, index) == 0
end

local function draw(index)
  if hasPicture == nil then
    hasPicture = redis.call('EXISTS', PICTURE) == 1
  end
  if hasPicture then
    redis.call('SETRANGE', PICTURE, index, isFree(index) and '0' or '1')
  end
end

local function setSeat(index, state)
  if state then
    redis.call('HSET', SEATS, index, state)
  else
    redis.call('HDEL', SEATS, index)
  end
  draw(index)
  changedSeats[#changedSeats + 1] = index
  isChanged = true
end

local function noteArea(area)
  changedAreas[area] = true
  isChanged = true
end

local function addHeld(area, quantity)
  redis.call('HINCRBY', AREAS, 'held:' .. area, quantity)
  noteArea(area)
end

local function addPerson(person, quantity)
  if quantity ~= 0 and redis.call('HINCRBY', PEOPLE, person, quantity) <= 0 then
    redis.call('HDEL', PEOPLE, person)
  end
end

-- Holds. A hold has the field s:<seat> exactly while the seat says that this token has it.

local function areaOf(field)
  return string.match(field, '^a:([^\\n]*)\\n')
end

local function endHold(token)
  local fields = redis.call('HGETALL', holdKey(token))
  local person, count = '', 0
  for i = 1, #fields, 2 do
    local field, value = fields[i], fields[i + 1]
    if field == 'person' then
      person = value
    elseif string.sub(field, 1, 2) == 's:' then
      setSeat(string.sub(field, 3), nil)
      count = count + 1
    elseif string.sub(field, 1, 2) == 'a:' then
      addHeld(areaOf(field), -value)
      count = count + value
    end
  end
  redis.call('DEL', holdKey(token))
  redis.call('ZREM', DUE, 'hold:' .. token)
  addPerson(person, -count)
end

local function setDeadline(token, untilMs)
  redis.call('HSET', holdKey(token), 'until', int(untilMs))
  redis.call('ZADD', DUE, int(untilMs), 'hold:' .. token)
end

-- A seat kept from the public, until a time or (0) until told otherwise. What is held or claimed of it is another matter.
local function setKept(index, untilMs)
  redis.call('ZREM', DUE, 'kept:' .. index)
  if untilMs then
    redis.call('HSET', KEPT, index, '1')
    if untilMs > 0 then
      redis.call('ZADD', DUE, int(untilMs), 'kept:' .. index)
    end
  else
    redis.call('HDEL', KEPT, index)
  end
  draw(index)
  changedSeats[#changedSeats + 1] = index
  isChanged = true
end

-- Runs before every decision: all holds, pending seats and kept seats that are due become free.
local function freeWhatRanOut()
  for _, member in ipairs(redis.call('ZRANGEBYSCORE', DUE, '-inf', int(nowMs))) do
    local kind, name = string.match(member, '^(%a+):(.*)$')
    if kind == 'hold' then
      endHold(name)
    elseif kind == 'kept' then
      setKept(name, nil)
    else
      redis.call('ZREM', DUE, member)
      setSeat(name, nil)
    end
  end
end

-- What visitors see. 1 held, 2 sold, 3 off sale: SeatStatus in shared/seating.

local function statusOf(index)
  local state = redis.call('HGET', SEATS, index)
  if state == 'S' then
    return 2
  elseif redis.call('SISMEMBER', OFF, index) == 1 then
    return 3
  elseif state then
    return 1
  end
  return redis.call('HEXISTS', KEPT, index) == 1 and 3 or 0
end

local function areaNumbers(area)
  local numbers = redis.call('HMGET', AREAS, 'cap:' .. area, 'taken:' .. area, 'held:' .. area)
  local capacity = tonumber(numbers[1] or 0)
  return capacity, math.max(0, capacity - tonumber(numbers[2] or 0) - tonumber(numbers[3] or 0))
end

-- The feed: one entry for each script that changed something. Its last id is the version of the session, never less
-- than the time in microseconds, so that versions from before a flush or a failover never come again.

local lastEntry = redis.call('XREVRANGE', FEED, '+', '-', 'COUNT', 1)[1]
local version = lastEntry and tonumber(string.match(lastEntry[1], '^%d+')) or 0

local function publish()
  if not isChanged then
    return
  end
  version = math.max(version + 1, nowUs)
  local fields = { 'seats', '' }
  if not isCold() then
    fields[2] = table.concat(changedSeats, ',')
    for area in pairs(changedAreas) do
      fields[#fields + 1] = 'area'
      fields[#fields + 1] = area
    end
  end
  redis.call('XADD', FEED, 'MAXLEN', '~', ${FEED_LENGTH}, int(version) .. '-0', unpack(fields))
  for _, key in ipairs({ READY, SEATS, SEQ, OFF, KEPT, AREAS, DUE, PEOPLE, FEED, PICTURE }) do
    redis.call('PEXPIRE', key, KEEP_MS)
  end
  -- Whoever watches asks what it was; one who misses this, or a user who may not publish, asks a little later.
  redis.pcall('PUBLISH', FEED, '')
  changedSeats, changedAreas, isChanged = {}, {}, false
end
`

const EPILOGUE = `
freeWhatRanOut()
publish()
local verdict, payload = decide()
publish()
return { verdict, nowMs, version, payload or {} }
`
