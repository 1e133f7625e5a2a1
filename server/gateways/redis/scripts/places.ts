import { BEST_PLACE } from './best-place.ts'
import { holdScript } from './prelude.ts'

/**
 * ARGV: deadline, name of the plan, number of seats, ranks, categories, name of the places, stretches: see ../pack-places.ts.
 * Keeps them for the searches of the session, and draws the picture of its seats where there is none of this size.
 */
export const KEEP_PLACES = holdScript(`
  ${BEST_PLACE}
  if isCold() then
    return 'cold'
  end
  local plan, seatCount = ARGV[2], tonumber(ARGV[3])
  redis.call('SET', RANKS .. plan, ARGV[4], 'PX', KEEP_MS)
  redis.call('SET', CATEGORIES .. plan, ARGV[5], 'PX', KEEP_MS)
  redis.call('SET', PLACES .. plan .. ':' .. ARGV[6], ARGV[7], 'PX', KEEP_MS)
  if redis.call('STRLEN', PICTURE) == seatCount then
    return 'ok'
  end
  local states = {}
  for i = 1, seatCount do
    states[i] = '0'
  end
  for _, list in ipairs({ redis.call('HKEYS', SEATS), redis.call('SMEMBERS', OFF), redis.call('HKEYS', KEPT) }) do
    for _, index in ipairs(list) do
      if tonumber(index) < seatCount then
        states[index + 1] = '1'
      end
    end
  end
  redis.call('SET', PICTURE, table.concat(states), 'PX', KEEP_MS)
  return 'ok'
`)
