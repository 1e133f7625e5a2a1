import { holdScript } from './prelude.ts'

/** ARGV: deadline. Payload: held, sold and off-sale seats with commas between, then (area, capacity, free)... */
export const SNAPSHOT = holdScript(`
  if isCold() then
    return 'cold'
  end
  local status = {}
  local seats = redis.call('HGETALL', SEATS)
  for i = 1, #seats, 2 do
    status[seats[i]] = seats[i + 1] == 'S' and 2 or 1
  end
  for _, index in ipairs(redis.call('HKEYS', KEPT)) do
    status[index] = status[index] or 3
  end
  for _, index in ipairs(redis.call('SMEMBERS', OFF)) do
    if status[index] ~= 2 then
      status[index] = 3
    end
  end

  local lists = { {}, {}, {} }
  for index, value in pairs(status) do
    local list = lists[value]
    list[#list + 1] = index
  end
  local payload = { table.concat(lists[1], ','), table.concat(lists[2], ','), table.concat(lists[3], ',') }
  for _, field in ipairs(redis.call('HKEYS', AREAS)) do
    local area = string.match(field, '^cap:(.*)$')
    if area then
      local capacity, free = areaNumbers(area)
      payload[#payload + 1] = area
      payload[#payload + 1] = capacity
      payload[#payload + 1] = free
    end
  end
  return 'ok', payload
`)

/**
 * ARGV: deadline, version. A version is known while its entry stands in the feed.
 * Payload: number of seats, (seat, status)..., (area, capacity, free)..., each as it is now and once.
 */
export const CHANGES = holdScript(`
  if isCold() then
    return 'cold'
  end
  local since = tonumber(ARGV[2])
  local entries = redis.call('XRANGE', FEED, int(since) .. '-0', '+')
  if #entries == 0 or entries[1][1] ~= int(since) .. '-0' then
    return 'gap'
  end

  local seen, seats, areas = {}, {}, {}
  local function note(list, kind, name)
    if not seen[kind .. name] then
      seen[kind .. name] = true
      list[#list + 1] = name
    end
  end
  for i = 2, #entries do
    local fields = entries[i][2]
    for f = 1, #fields, 2 do
      if fields[f] == 'area' then
        note(areas, 'area:', fields[f + 1])
      else
        for index in string.gmatch(fields[f + 1], '%d+') do
          note(seats, 'seat:', index)
        end
      end
    end
  end

  local payload = { #seats }
  for _, index in ipairs(seats) do
    payload[#payload + 1] = tonumber(index)
    payload[#payload + 1] = statusOf(index)
  end
  for _, area in ipairs(areas) do
    local capacity, free = areaNumbers(area)
    payload[#payload + 1] = area
    payload[#payload + 1] = capacity
    payload[#payload + 1] = free
  end
  return 'ok', payload
`)
