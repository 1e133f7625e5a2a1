import { rowOfSeat, rowsSoldWhole, SeatFlag, type SeatingPlan } from './plan.ts'
import { seatBlocks } from './seat-blocks.ts'
import { seatRanking } from './seat-ranking.ts'

/** Which seats of a plan may be given. */
export interface PlaceFilter {
  /** Indexes of the plan's categories. */
  categories: readonly number[]
  /** Index of the only section; any where left out. */
  section?: number
  /** Whether wheelchair places and their companions' seats may be given too. */
  includesReserved: boolean
}

/** Seats side by side that may be given: positions `start` to `end` (exclusive) of a block. `isWhole`: a table that goes to one party or to none. */
export interface Stretch { block: Int32Array, start: number, end: number, least: number, isWhole: boolean }

/**
 * The places of a plan in the order in which the best are looked for. Immutable like the plan: worked out once for each plan
 * and filter, so that looking for seats is a walk along what is known.
 */
export interface RankedPlaces {
  /** Names the filter among those of its plan: `[\w.-]+`. */
  id: string
  plan: SeatingPlan
  /** Of each seat, 0 (best) to `WORST_RANK`: whole numbers, so that whoever adds them up gets the same sum. */
  ranks: Uint16Array
  /** The stretch with the best seat first; `least` is the rank of that seat, so no place in a stretch ranks better than its size times `least`. */
  stretches: Stretch[]
}

export const WORST_RANK = 4095
/** Filters kept of a plan; the one that was not asked for longest goes first. */
const MOST_FILTERS = 100

const known = new WeakMap<SeatingPlan, Map<string, RankedPlaces>>()
const ranksOfPlan = new WeakMap<SeatingPlan, Uint16Array>()

/** The places of the plan that the filter lets through. */
export function rankedPlaces(plan: SeatingPlan, filter: PlaceFilter): RankedPlaces {
  const id = idOf(plan, filter)
  const ofPlan = known.get(plan) ?? new Map<string, RankedPlaces>()
  known.set(plan, ofPlan)
  const found = ofPlan.get(id) ?? rank(plan, filter, id)
  ofPlan.delete(id)
  ofPlan.set(id, found)
  if (ofPlan.size > MOST_FILTERS) ofPlan.delete(ofPlan.keys().next().value!)
  return found
}

function idOf(plan: SeatingPlan, { categories, section, includesReserved }: PlaceFilter): string {
  return `c${categories.toSorted((a, b) => a - b).join('.')}${section === undefined ? '' : `-s${section}`}${includesReserved ? '-all' : ''}${rowsSoldWhole(plan).size > 0 ? '-tables' : ''}`
}

function rank(plan: SeatingPlan, filter: PlaceFilter, id: string): RankedPlaces {
  const ranks = ranksOf(plan)
  const mayBeGiven = gateOf(plan, filter)
  const whole = rowsSoldWhole(plan)
  const leastOf = (seats: Int32Array) => seats.reduce((least, seat) => Math.min(least, ranks[seat]!), WORST_RANK)
  const stretches = seatBlocks(plan).blocks.flatMap((block): Stretch[] => {
    const isWhole = whole.has(rowOfSeat(plan, block[0]!))
    const open = isWhole ? block.every(mayBeGiven) ? [{ start: 0, end: block.length }] : [] : openParts(block, mayBeGiven)
    return open.map(({ start, end }) => ({ block, start, end, least: leastOf(block.subarray(start, end)), isWhole }))
  })
  stretches.sort((a, b) => a.least - b.least || a.block[a.start]! - b.block[b.start]!)
  return { id, plan, ranks, stretches }
}

function openParts(block: Int32Array, mayBeGiven: (seat: number) => boolean): { start: number, end: number }[] {
  const parts: { start: number, end: number }[] = []
  let start = -1
  for (let i = 0; i <= block.length; i++) {
    const isOpen = i < block.length && mayBeGiven(block[i]!)
    if (isOpen && start < 0) start = i
    if (isOpen || start < 0) continue
    parts.push({ start, end: i })
    start = -1
  }
  return parts
}

function gateOf(plan: SeatingPlan, { categories, section, includesReserved }: PlaceFilter): (seat: number) => boolean {
  const isOpen = new Uint8Array(plan.seats.label.length)
  const isGiven = new Set(categories)
  const reserved = SeatFlag.accessible | SeatFlag.companion
  for (const row of plan.rows) {
    if (section !== undefined && row.section !== section) continue
    for (let seat = row.firstSeat; seat < row.firstSeat + row.seatCount; seat++) {
      isOpen[seat] = Number(isGiven.has(plan.seats.category[seat]!) && (includesReserved || (plan.seats.flags[seat]! & reserved) === 0))
    }
  }
  return seat => isOpen[seat] === 1
}

function ranksOf(plan: SeatingPlan): Uint16Array {
  const found = ranksOfPlan.get(plan) ?? wholeRanks(seatRanking(plan))
  ranksOfPlan.set(plan, found)
  return found
}

function wholeRanks(ranking: Float64Array): Uint16Array {
  const least = ranking.reduce((a, b) => Math.min(a, b), Infinity)
  const span = ranking.reduce((a, b) => Math.max(a, b), -Infinity) - least || 1
  return Uint16Array.from(ranking, value => Math.round((value - least) / span * WORST_RANK))
}
