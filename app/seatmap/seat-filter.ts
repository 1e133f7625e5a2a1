import { type PlanArea, SeatFlag, type SeatingPlan } from '#shared/seating/plan.ts'

/** What a seat can be asked to have, by the names that stand in the page's address. */
export const WISHES = ['accessible', 'companion', 'no-stairs', 'full-view'] as const
export type Wish = (typeof WISHES)[number]

/** What somebody looks for: price zones by key (none named: any) and what the seat must have. */
export interface SeatFilter { zones: readonly string[], wishes: readonly Wish[] }

/** Whether the filter lets everything through. */
export function isOpenFilter({ zones, wishes }: SeatFilter): boolean {
  return zones.length === 0 && wishes.length === 0
}

/**
 * The seats that match, one byte each. Wheelchair places and companions' seats asked for together mean either: they stand
 * beside each other. All else must hold at once. Wheelchair places are reached without stairs, whether the plan says so or not.
 */
export function matchesOf({ categories, seats }: SeatingPlan, { zones, wishes }: SeatFilter): Uint8Array {
  const isWanted = categories.map(({ key }) => zones.length === 0 || zones.includes(key))
  const { places, without } = flagsOf(wishes)
  const isWithoutStairs = wishes.includes('no-stairs')
  const matches = new Uint8Array(seats.category.length)
  for (let seat = 0; seat < matches.length; seat++) {
    const flags = seats.flags[seat]!
    const isMatch = isWanted[seats.category[seat]!]!
      && (places === 0 || (flags & places) !== 0)
      && (flags & without) === 0
      && (!isWithoutStairs || (flags & NO_STAIRS) !== 0)
    matches[seat] = isMatch ? 1 : 0
  }
  return matches
}

/** Whether a standing area matches: by its price, and only where nothing is asked of a seat. */
export function isAreaMatching({ categories }: SeatingPlan, area: PlanArea, { zones, wishes }: SeatFilter): boolean {
  return (zones.length === 0 || zones.includes(categories[area.category]!.key)) && wishes.every(wish => wish === 'full-view')
}

/** The wishes that this plan can tell apart: nobody is asked about stairs in a hall that does not say where they are. */
export function wishesOf({ seats }: SeatingPlan): Wish[] {
  let some = 0
  let all = 255
  for (const flags of seats.flags) {
    some |= flags
    all &= flags
  }
  const says = (flag: number) => (some & flag) !== 0 && (all & flag) === 0
  const SAID_BY: Record<Wish, number> = { 'accessible': SeatFlag.accessible, 'companion': SeatFlag.companion, 'no-stairs': SeatFlag.stairsFree, 'full-view': SeatFlag.restrictedView }
  return WISHES.filter(wish => says(SAID_BY[wish]))
}

const NO_STAIRS = SeatFlag.stairsFree | SeatFlag.accessible | SeatFlag.companion

function flagsOf(wishes: readonly Wish[]): { places: number, without: number } {
  const places = (wishes.includes('accessible') ? SeatFlag.accessible : 0) | (wishes.includes('companion') ? SeatFlag.companion : 0)
  return { places, without: wishes.includes('full-view') ? SeatFlag.restrictedView : 0 }
}
