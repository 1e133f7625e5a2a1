import { type PricedHall, type Wish, overlap } from './wish.ts'

/**
 * How many of the entries `before` somebody would take a gap of `places` in parts of the hall that he wants too: those who have to
 * be passed first. Wishes for more places than that cannot take the gap and do not count.
 */
export function countBefore(hall: PricedHall, before: readonly Wish[], wish: Wish, places = wish.places): number {
  return before.filter(other => other.atLeast <= places && overlap(hall, other, wish)).length
}

/** Smaller parties that would stand further ahead, the largest of them first: `places`, and how many would be before. */
export function whatHelps(hall: PricedHall, before: readonly Wish[], wish: Wish): { places: number, before: number }[] {
  let best = countBefore(hall, before, wish)
  const better: { places: number, before: number }[] = []
  for (let places = wish.atLeast - 1; places >= 1; places--) {
    const count = countBefore(hall, before, wish, places)
    if (count >= best) continue
    better.push({ places, before: count })
    best = count
  }
  return better
}
