import { holdScript } from './prelude.ts'

/**
 * ARGV: deadline, seats as `<seat><f|p|s|k|o><seq>:<untilMs>` with spaces between, (area, capacity, taken, seq)...
 * k: kept from the public, o: open to it, whatever else the seat is.
 * The fence: of each seat, its keeping, and each area only news with a higher seq than the last one counts, in whatever order they come.
 */
export const TELL = holdScript(`
  local function takeFromHold(token, index)
    local key = holdKey(token)
    if redis.call('HDEL', key, 's:' .. index) == 1 then
      addPerson(redis.call('HGET', key, 'person'), -1)
    end
    for _, field in ipairs(redis.call('HKEYS', key)) do
      if string.match(field, '^[sa]:') then
        return
      end
    end
    endHold(token)
  end

  local function isNews(field, seq)
    if tonumber(redis.call('HGET', SEQ, field) or -1) >= tonumber(seq) then
      return false
    end
    redis.call('HSET', SEQ, field, seq)
    isChanged = true
    return true
  end

  local function apply(index, state, untilMs)
    local before = redis.call('HGET', SEATS, index)
    local token = before and string.match(before, '^H(.*)$')
    if state == 'f' or (state == 'p' and untilMs <= nowMs) then
      if before and not token then
        setSeat(index, nil)
        redis.call('ZREM', DUE, 'seat:' .. index)
      end
      return
    end
    if token then
      takeFromHold(token, index)
    end
    if state == 'p' then
      redis.call('ZADD', DUE, int(untilMs), 'seat:' .. index)
      setSeat(index, 'O')
    else
      redis.call('ZREM', DUE, 'seat:' .. index)
      setSeat(index, 'S')
    end
  end

  for index, state, seq, untilMs in string.gmatch(ARGV[2], '(%d+)(%a)(%d+):(%d+)') do
    if state == 'k' or state == 'o' then
      if isNews('kept:' .. index, seq) then
        local dueMs = tonumber(untilMs)
        setKept(index, state == 'k' and (dueMs == 0 or dueMs > nowMs) and dueMs or nil)
      end
    elseif isNews(index, seq) then
      apply(index, state, tonumber(untilMs))
    end
  end
  for i = 3, #ARGV, 4 do
    local area = ARGV[i]
    if isNews('area:' .. area, ARGV[i + 3]) then
      redis.call('HSET', AREAS, 'cap:' .. area, ARGV[i + 1], 'taken:' .. area, ARGV[i + 2])
      noteArea(area)
    end
  end
  -- A first version, for OPEN to see that nothing was lost since.
  isChanged = isChanged or version == 0
  return 'ok'
`)

/**
 * ARGV: deadline, version that the store had when its filling began, seats that are off sale with commas between.
 * A flush in between took what was told before it; then the session must not open.
 */
export const OPEN = holdScript(`
  if #redis.call('XRANGE', FEED, ARGV[2] .. '-0', ARGV[2] .. '-0') == 0 then
    return 'forgotten'
  end
  local function note(index)
    changedSeats[#changedSeats + 1] = index
  end
  local was, isSame, count = {}, true, 0
  for _, index in ipairs(redis.call('SMEMBERS', OFF)) do
    note(index)
    was[index] = true
  end
  local before = #changedSeats
  redis.call('DEL', OFF)
  for index in string.gmatch(ARGV[3], '%d+') do
    redis.call('SADD', OFF, index)
    note(index)
    isSame = isSame and was[index]
    count = count + 1
  end
  if not isSame or count ~= before then
    -- The next search has it drawn anew.
    redis.call('DEL', PICTURE)
  end
  isChanged = true
  if not isCold() then
    return 'ok'
  end
  -- Nobody watches a cold session, so its first entry names no seats.
  changedSeats = {}
  redis.call('SET', READY, '1')
  return 'ok'
`)
