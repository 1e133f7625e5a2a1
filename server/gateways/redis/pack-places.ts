import { SeatFlag } from '#shared/seating/plan.ts'
import type { RankedPlaces, Stretch } from '#shared/seating/ranked-places.ts'

/**
 * Ranked places as the scripts read them: numbers as digits of base 90 in printable characters, which every transport carries.
 * What scripts/best-place.ts says of these widths and this alphabet must be the same.
 */
const BASE = 90
const FIRST_CHARACTER = 35
/** Added to the rank of a wheelchair place. */
const ACCESSIBLE = 4096

export interface PackedPlaces {
  seatCount: number
  /** Of each seat, two digits: its rank, and whether it is a wheelchair place. */
  ranks: string
  /** Of each seat, one digit: its category. */
  categories: string
  /**
   * Four digits: how many stretches. Of each, best first: first seat with its neighbours (4), seats (2), rank of the best seat (2),
   * neighbours before and after (1 each, at most two), and one digit: 1 where the seats are not numbered as they sit (then the first
   * number says where they begin in the list of seats, 4 each, at the end), 2 more where they go to one party or to none.
   */
  stretches: string
}

const packed = new WeakMap<RankedPlaces, PackedPlaces>()

/** Packed once for each plan and filter. */
export function packPlaces(places: RankedPlaces): PackedPlaces {
  const found = packed.get(places) ?? pack(places)
  packed.set(places, found)
  return found
}

function pack({ plan, ranks, stretches }: RankedPlaces): PackedPlaces {
  const { flags, category, label } = plan.seats
  const listed: number[] = []
  const records = stretches.map(stretch => recordOf(stretch, listed))
  return {
    seatCount: label.length,
    ranks: Array.from(ranks, (rank, seat) => digits(rank + (flags[seat]! & SeatFlag.accessible ? ACCESSIBLE : 0), 2)).join(''),
    categories: Array.from(category, index => digits(index, 1)).join(''),
    stretches: digits(stretches.length, 4) + records.join('') + listed.map(seat => digits(seat, 4)).join('')
  }
}

function recordOf({ block, start, end, least, isWhole }: Stretch, listed: number[]): string {
  const before = Math.min(start, 2)
  const after = Math.min(block.length - end, 2)
  const seats = block.subarray(start - before, end + after)
  const isInOrder = seats.every((seat, i) => seat === seats[0]! + i)
  const first = isInOrder ? seats[0]! : listed.length
  if (!isInOrder) listed.push(...seats)
  return digits(first, 4) + digits(end - start, 2) + digits(least, 2) + digits(before, 1) + digits(after, 1) + digits((isInOrder ? 0 : 1) + (isWhole ? 2 : 0), 1)
}

/** Most significant first. A number that does not fit would be another seat: better none. */
function digits(value: number, width: number): string {
  let text = ''
  let rest = value
  for (let i = 0; i < width; i++) {
    text = String.fromCharCode(FIRST_CHARACTER + rest % BASE) + text
    rest = Math.floor(rest / BASE)
  }
  if (rest > 0) throw new RangeError(`${value} does not fit into ${width} digits`)
  return text
}
