import { holdScript } from './prelude.ts'

/**
 * ARGV: deadline, token, person, limit, ttlMs, request hash (empty: add to a living hold), kept seats that this person may have
 * with commas between, number of seats, (seat, line)..., (area, ticket type, quantity, line)...
 */
export const HOLD = holdScript(`
  if isCold() then
    return 'cold'
  end

  local token, person, limit, ttlMs, asked = ARGV[2], ARGV[3], tonumber(ARGV[4]), tonumber(ARGV[5]), ARGV[6]
  local key = holdKey(token)
  local once = string.match(asked, '^%+(.+)$')
  if once then
    asked = ''
  end
  local firstAsked = redis.call('HGET', key, 'asked')
  if not firstAsked and asked == '' then
    return 'gone'
  elseif firstAsked and asked ~= '' then
    if firstAsked == asked then
      return 'ok', redis.call('HGETALL', key)
    end
    return 'token-used-otherwise'
  elseif once and redis.call('HEXISTS', key, 'k:' .. once) == 1 then
    return 'ok', redis.call('HGETALL', key)
  end
  -- Who opened a hold stays its person, even when he has signed in since.
  person = redis.call('HGET', key, 'person') or person

  local isOpened = {}
  for index in string.gmatch(ARGV[7], '%d+') do
    isOpened[index] = true
  end

  local afterSeats = 9 + 2 * tonumber(ARGV[8])
  local wanted, seen, taken, closed = {}, {}, {}, {}
  for i = 9, afterSeats - 1, 2 do
    local index = ARGV[i]
    local state = redis.call('HGET', SEATS, index)
    if not seen[index] and state ~= 'H' .. token then
      if redis.call('SISMEMBER', OFF, index) == 1 or (redis.call('HEXISTS', KEPT, index) == 1 and not isOpened[index]) then
        closed[#closed + 1] = index
      elseif state then
        taken[#taken + 1] = index
      else
        wanted[#wanted + 1] = { index = index, line = ARGV[i + 1] }
      end
    end
    seen[index] = true
  end
  if #closed > 0 then
    return 'seat-not-for-sale', closed
  elseif #taken > 0 then
    return 'seat-taken', taken
  end

  local places, count = {}, #wanted
  for i = afterSeats, #ARGV, 4 do
    local area, quantity = ARGV[i], tonumber(ARGV[i + 2])
    places[area] = (places[area] or 0) + quantity
    count = count + quantity
    local _, left = areaNumbers(area)
    if places[area] > left then
      return 'area-full', { area, left }
    end
  end

  local held = tonumber(redis.call('HGET', PEOPLE, person) or 0)
  if count > 0 and held + count > limit then
    return 'limit-reached', { held }
  end

  if not firstAsked then
    redis.call('HSET', key, 'person', person, 'asked', asked, 'extended', '0', 'due', int(nowMs + ttlMs))
    redis.call('PEXPIRE', key, KEEP_MS)
    setDeadline(token, nowMs + ttlMs)
    isChanged = true
  end
  for _, seat in ipairs(wanted) do
    setSeat(seat.index, 'H' .. token)
    redis.call('HSET', key, 's:' .. seat.index, seat.line)
  end
  for i = afterSeats, #ARGV, 4 do
    -- The line is a part of the name: places at another price are another entry.
    redis.call('HINCRBY', key, 'a:' .. ARGV[i] .. '\\n' .. ARGV[i + 1] .. '\\n' .. ARGV[i + 3], ARGV[i + 2])
    addHeld(ARGV[i], tonumber(ARGV[i + 2]))
  end
  addPerson(person, count)
  if once then
    redis.call('HSET', key, 'k:' .. once, '1')
  end
  return 'ok', redis.call('HGETALL', key)
`)
