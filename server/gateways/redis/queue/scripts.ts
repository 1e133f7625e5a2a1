import { TEMPO_PRIOR_MS, fillingScript, lineScript } from './lua.ts'

/** ARGV: perMinute, maxInside, insideMs, enterMs, paused from the 3rd on. */
const SET_TEMPO = `
  local prior = ${TEMPO_PRIOR_MS}
  redis.call('HSET', ROOM, 'rate', ARGV[3], 'maxInside', ARGV[4], 'insideMs', ARGV[5], 'enterMs', ARGV[6], 'paused', ARGV[7],
    'turnsLately', tostring(tonumber(ARGV[3]) * prior / 60000), 'msLately', prior)
`

/**
 * ARGV: deadline, round, the tempo (5), numbers given out at most, early ('' while the doors are shut), served up to,
 * bits of the done in hex, ms to settle, (place, remaining ms) of each who is inside.
 */
export const WARM = fillingScript(`
  if room.round and room.round >= tonumber(ARGV[2]) then
    return 'ok'
  end
  redis.call('DEL', ROOM, PEOPLE, NOW, LATE, CALLED, INSIDE, DONE, ORDERS, SEEN, BEFORE)
  redis.call('HSET', ROOM, 'round', ARGV[2], 'phase', ARGV[9] == '' and 'lobby' or 'open', 'last', ARGV[8], 'limit', ARGV[8],
    'early', ARGV[9], 'served', ARGV[10], 'credit', 1, 'creditAt', int(nowMs + ARGV[12]), 'letThrough', 0, 'returned', 0)
  ${SET_TEMPO}
  if ARGV[11] ~= '' then
    redis.call('SET', DONE, bytesOf(ARGV[11]))
  end
  for i = 13, #ARGV, 2 do
    redis.call('ZADD', INSIDE, int(nowMs + ARGV[i + 1]), ARGV[i])
  end
  keep()
  return 'ok'
`)

export const GRANT = lineScript(`
  redis.call('HSET', ROOM, 'limit', math.max(room.limit, tonumber(ARGV[3])))
  return 'ok'
`)

/** What was earned until now is given first, at the old tempo. */
export const TUNE = lineScript(`
  advance()
  ${SET_TEMPO}
  return 'ok'
`)

/** ARGV: deadline, round, person, number that he carries, number that is over. */
export const JOIN = lineScript(`
  local carried, over = tonumber(ARGV[4]), tonumber(ARGV[5])
  local number = tonumber(redis.call('HGET', PEOPLE, ARGV[3]) or 0)
  if number ~= 0 and number ~= over then
    return 'ok', { number }
  end
  if carried ~= 0 and carried ~= over then
    redis.call('HSET', PEOPLE, ARGV[3], carried)
    if carried > room.last then
      redis.call('HSET', ROOM, 'last', carried)
    end
    return 'ok', { carried }
  end
  if room.last >= room.limit then
    return 'no-numbers'
  end
  number = room.last + 1
  redis.call('HSET', PEOPLE, ARGV[3], number)
  redis.call('HSET', ROOM, 'last', number)
  see(number)
  return 'ok', { number }
`)

export const NUMBER_OF = lineScript(`
  return 'ok', { tonumber(redis.call('HGET', PEOPLE, ARGV[3]) or 0) }
`)

export const FREEZE = lineScript(`
  if room.phase == 'lobby' then
    room.early, room.phase = room.last, 'drawing'
    redis.call('HSET', ROOM, 'phase', 'drawing', 'early', room.last)
  end
  redis.call('BITOP', 'OR', NOW, SEEN, BEFORE)
  redis.call('PEXPIRE', NOW, 60000)
  return 'ok', { room.early, hexOf(redis.call('GET', NOW) or '') }
`)

/** ARGV: deadline, round, early, bits of the present in hex. Who came since the freeze stands behind the early, in order. */
export const OPEN_DOORS = lineScript(`
  if room.phase == 'open' then
    return 'ok'
  end
  local early = tonumber(ARGV[3])
  local since = {}
  for number = early + 1, room.last do
    if isPresent(number) then
      since[#since + 1] = number
    end
  end
  redis.call('DEL', SEEN, BEFORE)
  redis.call('SET', SEEN, bytesOf(ARGV[4]))
  for _, number in ipairs(since) do
    redis.call('SETBIT', SEEN, number, 1)
  end
  redis.call('PEXPIRE', SEEN, 270000)
  redis.call('HSET', ROOM, 'phase', 'open', 'early', early, 'served', 0, 'credit', 1, 'creditAt', int(nowMs), 'lookedAt', 0)
  return 'ok'
`)

/** ARGV: deadline, round, number, position ('' where it is not known yet). */
export const TOUCH = lineScript(`
  if room.phase == 'lobby' then
    see(ARGV[3])
    lookAround()
    return 'ok', { 'lobby', 'waiting', room.waiting or 0, room.waiting or 0, 0, tostring(room.rate), freeAndLeaving() }
  elseif room.phase == 'drawing' or ARGV[4] == '' then
    return 'ok', { room.phase == 'open' and 'open' or 'drawing', 'waiting', 0, 0, 0, tostring(room.rate), freeAndLeaving() }
  end

  local place = tonumber(ARGV[4])
  local function whose()
    local called, inside = redis.call('ZSCORE', CALLED, place), redis.call('ZSCORE', INSIDE, place)
    if inside and tonumber(inside) > nowMs then
      return 'inside', inside - nowMs
    elseif called and tonumber(called) > nowMs then
      return 'called', called - nowMs
    end
    return redis.call('GETBIT', DONE, place) == 1 and 'over' or 'waiting', 0
  end

  local state, remaining = whose()
  if state == 'waiting' then
    see(place)
    if place <= room.served then
      redis.call('ZADD', LATE, place, place)
    end
  end
  advance()
  if state == 'waiting' or state == 'inside' then
    state, remaining = whose()
  end
  lookAround()
  local ahead, late = 0, redis.call('ZCARD', LATE)
  if state == 'waiting' then
    if place <= room.served then
      ahead = redis.call('ZRANK', LATE, place) or 0
    else
      ahead = late + countPresent(room.served + 1, place - 1)
    end
  end
  return 'ok', { 'open', state, ahead, (room.waiting or 0) + late, int(remaining), tempo(), freeAndLeaving() }
`)

/** ARGV: deadline, round, position. */
export const ENTER = lineScript(`
  sweep()
  redis.call('HSET', ROOM, 'returned', room.returned or 0, 'freed', room.freed or 0)
  local place = ARGV[3]
  local inside = redis.call('ZSCORE', INSIDE, place)
  if inside then
    return 'ok', { int(inside - nowMs) }
  elseif redis.call('ZREM', CALLED, place) == 1 then
    redis.call('ZADD', INSIDE, int(nowMs + room.insideMs), place)
    return 'ok', { int(room.insideMs) }
  end
  return redis.call('GETBIT', DONE, place) == 1 and 'over' or 'not-yet'
`)

export const IS_INSIDE = lineScript(`
  local untilMs = redis.call('ZSCORE', INSIDE, ARGV[3])
  return 'ok', { untilMs and tonumber(untilMs) > nowMs and 1 or 0 }
`)

/** ARGV: deadline, round, person, position, outcome. */
export const END = lineScript(`
  endPlace(tonumber(ARGV[4]), ARGV[5])
  if ARGV[3] ~= '' then
    redis.call('HDEL', PEOPLE, ARGV[3])
  end
  return 'ok'
`)

export const NOTE_ORDER = lineScript(`
  if redis.call('ZSCORE', INSIDE, ARGV[4]) then
    redis.call('HSET', ORDERS, ARGV[3], ARGV[4])
  end
  return 'ok'
`)

/** ARGV: deadline, round, order, '1' where it was paid. */
export const CLOSE_ORDER = lineScript(`
  local place = redis.call('HGET', ORDERS, ARGV[3])
  if not place then
    return 'ok', { 0 }
  end
  redis.call('HDEL', ORDERS, ARGV[3])
  if ARGV[4] == '1' then
    endPlace(tonumber(place), 'bought')
  end
  return 'ok', { tonumber(place) }
`)

export const COUNTS = lineScript(`
  advance()
  lookAround()
  local late = redis.call('ZCARD', LATE)
  return 'ok', { room.last, (room.waiting or 0) + late, redis.call('ZCARD', CALLED), redis.call('ZCARD', INSIDE), redis.call('HLEN', ORDERS),
    room.bought or 0, room.left or 0, room.letThrough, tempo() }
`)
