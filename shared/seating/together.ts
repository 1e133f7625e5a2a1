import { openRuns, type Run, type Search } from './seat-search.ts'

/** A place for a party in one row. `rank` is the sum over its seats; lower is better. */
interface Place extends Run { orphans: number, rank: number }

type MustHave = ((seat: number) => boolean) | undefined

/** The best `count` open seats side by side; of those, any that leave no orphan come before those that do. */
export function bestTogether(search: Search, count: number, mustHave?: MustHave): number[] | null {
  let best: Place | undefined
  for (const run of openRuns(search)) best = bestOfRun(search, run, count, mustHave, best)
  return best ? seatsOf(best) : null
}

/** One of the places for `count` that share no seat, by its number from the best on, counted round. */
export function chosenTogether(search: Search, count: number, choice: number, mustHave?: MustHave): number[] | null {
  const places: Place[] = []
  const runs = openRuns(search)
  for (let run = runs.pop(); run; run = runs.pop()) {
    const place = bestOfRun(search, run, count, mustHave)
    if (!place) continue
    places.push(place)
    runs.push({ ...run, end: place.start }, { ...run, start: place.end })
  }
  if (places.length === 0) return null
  places.sort((a, b) => a.orphans - b.orphans || a.rank - b.rank || a.block[a.start]! - b.block[b.start]!)
  return seatsOf(places[choice % places.length]!)
}

function seatsOf({ block, start, end }: Run): number[] {
  return [...block.subarray(start, end)]
}

/** The best place in the run, if it is better than `best`; else `best`. */
function bestOfRun(search: Search, { block, start: first, end: last }: Run, count: number, mustHave: MustHave, best?: Place): Place | undefined {
  let rank = 0
  for (let end = first + 1; end <= last; end++) {
    const start = end - count
    rank += search.ranking[block[end - 1]!]!
    if (start > first) rank -= search.ranking[block[start - 1]!]!
    if (start < first || (best && best.orphans === 0 && rank >= best.rank)) continue
    const orphans = orphansOf(search.free, block, start, end)
    if (best && (orphans > best.orphans || (orphans === best.orphans && rank >= best.rank))) continue
    if (mustHave && !block.subarray(start, end).some(mustHave)) continue
    best = { block, start, end, orphans, rank }
  }
  return best
}

/** How many seats would be left free with nobody free beside them. */
function orphansOf(free: Uint8Array, block: Int32Array, start: number, end: number): number {
  const isFreeAt = (i: number) => i >= 0 && i < block.length && free[block[i]!] === 1
  return Number(isFreeAt(start - 1) && !isFreeAt(start - 2)) + Number(isFreeAt(end) && !isFreeAt(end + 1))
}
