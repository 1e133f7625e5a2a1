import { holdScript } from './prelude.ts'

/** ARGV: deadline, token. */
export const READ = holdScript(`
  local fields = redis.call('HGETALL', holdKey(ARGV[2]))
  if #fields == 0 then
    return 'gone'
  end
  return 'ok', fields
`)

/** ARGV: deadline, token, all | some, number of seats, seat..., area... */
export const RELEASE = holdScript(`
  local token = ARGV[2]
  local key = holdKey(token)
  local person = redis.call('HGET', key, 'person')
  if not person then
    return 'gone'
  end

  local isGoing = {}
  local afterSeats = 5 + tonumber(ARGV[4])
  for i = 5, #ARGV do
    isGoing[(i < afterSeats and 's:' or 'a:') .. ARGV[i]] = true
  end

  local fields = redis.call('HGETALL', key)
  local left, hasChoice = {}, false
  for i = 1, #fields, 2 do
    local field, value = fields[i], fields[i + 1]
    local isSeat, area = string.sub(field, 1, 2) == 's:', areaOf(field)
    local isChoice = isSeat or area
    if isChoice and (ARGV[3] == 'all' or isGoing[area and 'a:' .. area or field]) then
      redis.call('HDEL', key, field)
      if isSeat then
        setSeat(string.sub(field, 3), nil)
        addPerson(person, -1)
      else
        addHeld(area, -value)
        addPerson(person, -value)
      end
    else
      left[#left + 1] = field
      left[#left + 1] = value
      hasChoice = hasChoice or isChoice
    end
  end
  if not hasChoice then
    endHold(token)
  end
  return 'ok', left
`)

/** ARGV: deadline, token, milliseconds. */
export const EXTEND = holdScript(`
  local key = holdKey(ARGV[2])
  local untilMs, extended = unpack(redis.call('HMGET', key, 'until', 'extended'))
  if not untilMs then
    return 'gone'
  elseif extended == '1' then
    return 'extended-before'
  end
  redis.call('HSET', key, 'extended', '1')
  redis.call('HINCRBY', key, 'due', ARGV[3])
  setDeadline(ARGV[2], untilMs + ARGV[3])
  return 'ok', redis.call('HGETALL', key)
`)

/** ARGV: deadline, token, milliseconds that the hold lives at least. */
export const BEGIN_ORDER = holdScript(`
  local key = holdKey(ARGV[2])
  local untilMs, dueMs = unpack(redis.call('HMGET', key, 'until', 'due'))
  if not untilMs then
    return 'gone'
  end
  -- Counted from the deadline that was told, so that asking again and again keeps no seat for ever.
  setDeadline(ARGV[2], math.max(untilMs, math.min(nowMs + ARGV[3], dueMs + ARGV[3])))
  return 'ok', redis.call('HGETALL', key)
`)
