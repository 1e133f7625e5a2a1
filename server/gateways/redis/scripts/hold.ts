import { BEST_PLACE } from './best-place.ts'
import { holdScript } from './prelude.ts'

/**
 * ARGV: deadline, token, person, limit, ttlMs, request hash (empty: add to a living hold), kept seats that this person may have
 * with commas between, name of the plan, name of the places, best: `<count> <a|-> <line of category 0>,<of 1>... <the same for kept seats, or ->` or empty,
 * whether single seats are guarded (1), number of lines, number of seats, line..., (seat, number of its line, sides)...,
 * (area, ticket type, quantity, line)...
 * Lines are counted from 1; 0: this category is not sold. Sides: `<left>,<beyond>,<right>,<beyond>,<group>`, `-` where nobody sits.
 */
export const HOLD = holdScript(`
  ${BEST_PLACE}
  if isCold() then
    return 'cold'
  end

  local token, person, limit, ttlMs, asked = ARGV[2], ARGV[3], tonumber(ARGV[4]), tonumber(ARGV[5]), ARGV[6]
  local key = holdKey(token)
  local once = string.match(asked, '^%+(.+)$')
  local made = 'k:' .. (once or asked)
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
  elseif once and redis.call('HEXISTS', key, made) == 1 then
    return 'ok', redis.call('HGETALL', key)
  end
  -- Who opened a hold stays its person, even when he has signed in since.
  person = redis.call('HGET', key, 'person') or person

  local isOpened = {}
  for index in string.gmatch(ARGV[7], '%d+') do
    isOpened[index] = true
  end

  local plan, placesName, best, isGuarded = ARGV[8], ARGV[9], ARGV[10], ARGV[11] == '1'
  local firstSeat = 14 + tonumber(ARGV[12])
  local firstArea = firstSeat + 3 * tonumber(ARGV[13])
  local function lineOf(number)
    return ARGV[13 + number]
  end

  local wanted, seen, taken, closed = {}, {}, {}, {}
  for i = firstSeat, firstArea - 1, 3 do
    local index = ARGV[i]
    local state = redis.call('HGET', SEATS, index)
    if not seen[index] and state ~= 'H' .. token then
      if redis.call('SISMEMBER', OFF, index) == 1 or (redis.call('HEXISTS', KEPT, index) == 1 and not isOpened[index]) then
        closed[#closed + 1] = index
      elseif state then
        taken[#taken + 1] = index
      else
        wanted[#wanted + 1] = { index = index, line = lineOf(ARGV[i + 1]), sides = ARGV[i + 2] }
      end
    end
    seen[index] = true
  end
  if #closed > 0 then
    return 'seat-not-for-sale', closed
  elseif #taken > 0 then
    return 'seat-taken', taken
  end

  local bestCount, needsAccessible, categoryLines, openedLines = string.match(best, '^(%d+) (.) (%S*) (%S+)$')
  local places, count = {}, #wanted + tonumber(bestCount or 0)
  for i = firstArea, #ARGV, 4 do
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

  if isGuarded then
    local function staysFree(index)
      return index ~= '-' and not seen[index] and isFree(index)
    end
    local singles, isListed, couldSitElsewhere = {}, {}, {}
    local isRefused = false
    for _, seat in ipairs(wanted) do
      -- Beside a seat that was kept back, nobody had company before.
      local isOpen = redis.call('HEXISTS', KEPT, seat.index) == 0
      local left, leftBeyond, right, rightBeyond, group = string.match(seat.sides, '^([^,]+),([^,]+),([^,]+),([^,]+),(%d+)$')
      for _, side in ipairs({ { left, leftBeyond }, { right, rightBeyond } }) do
        local nextTo = side[1]
        if isOpen and not isListed[nextTo] and staysFree(nextTo) and not staysFree(side[2]) then
          isListed[nextTo] = true
          singles[#singles + 1] = nextTo
          if couldSitElsewhere[group] == nil then
            local _, isUnknown, orphans = bestPlace(plan, placesName, tonumber(group), false, {})
            if isUnknown then
              return 'unknown-places'
            end
            couldSitElsewhere[group] = orphans == 0
          end
          isRefused = isRefused or couldSitElsewhere[group]
        end
      end
    end
    if isRefused then
      return 'single-seat', singles
    end
  end

  local picked = ''
  if bestCount then
    -- Kept seats that this person may have are drawn free for this one search.
    local opened = {}
    if openedLines ~= '-' and redis.call('EXISTS', PICTURE) == 1 then
      for index in pairs(isOpened) do
        if redis.call('HEXISTS', KEPT, index) == 1 and redis.call('HEXISTS', SEATS, index) == 0 and redis.call('SISMEMBER', OFF, index) == 0 then
          redis.call('SETRANGE', PICTURE, index, '0')
          opened[index] = true
        end
      end
    end
    local found, isUnknown = bestPlace(plan, placesName, tonumber(bestCount), needsAccessible == 'a', seen)
    for index in pairs(opened) do
      redis.call('SETRANGE', PICTURE, index, '1')
    end
    if isUnknown then
      return 'unknown-places'
    elseif not found then
      return 'no-place'
    end
    picked = table.concat(found, ',')
    local lines, linesOfOpened = {}, {}
    for line in string.gmatch(categoryLines, '%d+') do
      lines[#lines + 1] = line
    end
    for line in string.gmatch(openedLines, '%d+') do
      linesOfOpened[#linesOfOpened + 1] = line
    end
    for _, index in ipairs(found) do
      local ofCategories = opened[index] and linesOfOpened or lines
      wanted[#wanted + 1] = { index = index, line = lineOf(ofCategories[categoryOf(plan, index) + 1]) }
    end
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
  for i = firstArea, #ARGV, 4 do
    -- The line is a part of the name: places at another price are another entry.
    redis.call('HINCRBY', key, 'a:' .. ARGV[i] .. '\\n' .. ARGV[i + 1] .. '\\n' .. ARGV[i + 3], ARGV[i + 2])
    addHeld(ARGV[i], tonumber(ARGV[i + 2]))
  end
  addPerson(person, count)
  if once or bestCount then
    redis.call('HSET', key, made, picked)
  end
  return 'ok', redis.call('HGETALL', key)
`)
