/**
 * Lua beside the prelude: the picture of a session's seats, and the search of shared/seating/best-place.ts in it, decision by
 * decision. The picture is one character a seat, `0` where it is free: searching a row in it is one call of C, so that a hall
 * that is nearly sold out is walked in a millisecond. It is kept from the first search on (setSeat in the prelude).
 */
export const BEST_PLACE = `
local RANKS = KEYS[1] .. ':ranks:'
local CATEGORIES = KEYS[1] .. ':categories:'
local PLACES = KEYS[1] .. ':places:'

-- Digits of base 90: server/gateways/redis/pack-places.ts.
local function number(text, at, width)
  local value = 0
  for i = at, at + width - 1 do
    value = value * 90 + string.byte(text, i) - 35
  end
  return value
end

local HEADER, RECORD = 4, 11
local NEIGHBOURS_MISSING = { [0] = '11', [1] = '1', [2] = '' }

-- The best place for count seats side by side: its seats and how many it leaves alone, or nil. Second: the places are not here.
-- plan: name of the plan. name: of its places. taken: seats that count as taken too.
local function bestPlace(plan, name, count, needsAccessible, taken)
  local picture, ranks, places = unpack(redis.call('MGET', PICTURE, RANKS .. plan, PLACES .. plan .. ':' .. name))
  if not (picture and ranks and places) or 2 * #picture ~= #ranks then
    return nil, true
  end
  for index in pairs(taken) do
    picture = string.sub(picture, 1, index) .. '1' .. string.sub(picture, index + 2)
  end

  local records = number(places, 1, 4)
  local lists = HEADER + records * RECORD
  local run = string.rep('0', count)
  local byte, sub, find = string.byte, string.sub, string.find
  local bestSeats, bestRank, bestOrphans

  -- Nowhere so many free seats beside each other: no need to walk, if all are numbered as they sit.
  if #places == lists and not find(picture, run, 1, true) then
    return nil
  end
  for at = HEADER + 1, lists, RECORD do
    local a, b, c, d, s1, s2, l1, l2, before, after, kind = byte(places, at, at + RECORD - 1)
    local least = (l1 - 35) * 90 + l2 - 35
    if bestOrphans == 0 and least * count >= bestRank then
      break
    end
    local size = (s1 - 35) * 90 + s2 - 35
    -- 2 and 3: a table that goes to one party or to none.
    if size == count or (size > count and kind < 37) then
      local first = (((a - 35) * 90 + b - 35) * 90 + c - 35) * 90 + d - 35
      before, after = before - 35, after - 35
      local isListed = kind == 36 or kind == 38
      local length = before + size + after
      local row
      if isListed then
        local states = {}
        for i = 0, length - 1 do
          local seat = number(places, lists + 1 + 4 * (first + i), 4)
          states[i + 1] = sub(picture, seat + 1, seat + 1)
        end
        row = table.concat(states)
      else
        row = sub(picture, first + 1, first + length)
      end
      -- Two neighbours on either side, so that seat i of the stretch (from 1) is character i + 2.
      row = NEIGHBOURS_MISSING[before] .. row .. NEIGHBOURS_MISSING[after]

      local start = find(row, run, 3, true)
      local sums, wheels
      while start and start + count - 3 <= size do
        if not sums then
          sums, wheels = { [0] = 0 }, { [0] = 0 }
          for i = 1, size do
            local seat = first + before + i - 1
            if isListed then
              seat = number(places, lists + 1 + 4 * seat, 4)
            end
            local high, low = byte(ranks, 2 * seat + 1, 2 * seat + 2)
            local rank = (high - 35) * 90 + low - 35
            wheels[i] = wheels[i - 1]
            if rank >= 4096 then
              rank = rank - 4096
              wheels[i] = wheels[i] + 1
            end
            sums[i] = sums[i - 1] + rank
          end
        end
        local from, to = start - 2, start + count - 3
        local rank = sums[to] - sums[from - 1]
        if bestOrphans ~= 0 or rank < bestRank then
          local orphans = 0
          if byte(row, start - 1) == 48 and byte(row, start - 2) ~= 48 then
            orphans = 1
          end
          if byte(row, start + count) == 48 and byte(row, start + count + 1) ~= 48 then
            orphans = orphans + 1
          end
          local isBetter = not bestOrphans or orphans < bestOrphans or (orphans == bestOrphans and rank < bestRank)
          if isBetter and (not needsAccessible or wheels[to] > wheels[from - 1]) then
            bestRank, bestOrphans = rank, orphans
            bestSeats = { first = first + before + from - 1, isListed = isListed }
          end
        end
        start = find(row, run, start + 1, true)
      end
    end
  end
  if not bestSeats then
    return nil
  end
  local seats = {}
  for i = 1, count do
    local seat = bestSeats.first + i - 1
    if bestSeats.isListed then
      seat = number(places, lists + 1 + 4 * seat, 4)
    end
    seats[i] = int(seat)
  end
  return seats, false, bestOrphans
end

local function categoryOf(plan, seat)
  return number(redis.call('GETRANGE', CATEGORIES .. plan, seat, seat), 1, 1)
end
`
