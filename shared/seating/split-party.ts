import type { SeatingPlan } from './plan.ts'
import { openRuns, type Run, type Search } from './seat-search.ts'

/**
 * Seats for a party that no row has room for: the longest free run, the best one of its length, and then the nearest runs to
 * those who sit already, so that the party fills neighbouring rows. Nobody is left alone where that can be helped.
 * There must be `count` open seats.
 */
export function splitParty(plan: SeatingPlan, search: Search, count: number): number[] {
  let runs = openRuns(search)
  const party: number[] = []
  while (party.length < count) {
    const wanted = count - party.length
    const run = party.length === 0 ? longestRun(search, runs) : nearestRun(plan, party, runs, wanted)
    const room = run.end - run.start
    const leavesOne = wanted - room === 1 && room > 2 && runs.some(other => other !== run && other.end - other.start > 1)
    const taken = windowOf(plan, search, party, run, Math.min(wanted, leavesOne ? room - 1 : room))
    party.push(...run.block.subarray(taken.start, taken.end))
    const rest = [{ ...run, end: taken.start }, { ...run, start: taken.end }]
    runs = [...runs.filter(other => other !== run), ...rest.filter(part => part.end > part.start)]
  }
  return party
}

function longestRun(search: Search, runs: readonly Run[]): Run {
  const rank = (run: Run) => search.ranking[run.block[run.start]!]!
  return runs.reduce((best, run) => {
    const longer = (run.end - run.start) - (best.end - best.start)
    return longer > 0 || (longer === 0 && rank(run) < rank(best)) ? run : best
  })
}

/** The nearest run, where one that is too short for the rest of the party, or seats one person alone, counts as farther away. */
function nearestRun(plan: SeatingPlan, party: readonly number[], runs: readonly Run[], wanted: number): Run {
  const middle = middleOf(plan, party)
  const cost = (run: Run) => {
    const room = run.end - run.start
    const nearest = Math.min(...[run.start, run.end - 1, (run.start + run.end - 1) >> 1].map(i => Math.hypot(plan.seats.x[run.block[i]!]! - middle.x, plan.seats.y[run.block[i]!]! - middle.y)))
    return nearest * (room === 1 && wanted > 1 ? 3 : room < wanted ? 1.5 : 1)
  }
  let best = runs[0]!
  let lowest = Infinity
  for (const run of runs) {
    const price = cost(run)
    if (price < lowest) [best, lowest] = [run, price]
  }
  return best
}

/** The `size` seats of the run that are nearest to the party, or the best ranked where nobody sits yet. */
function windowOf(plan: SeatingPlan, search: Search, party: readonly number[], run: Run, size: number): Run {
  const middle = party.length > 0 ? middleOf(plan, party) : undefined
  const cost = (seat: number) => middle ? Math.hypot(plan.seats.x[seat]! - middle.x, plan.seats.y[seat]! - middle.y) : search.ranking[seat]!
  let best = run.start
  let lowest = Infinity
  for (let start = run.start; start + size <= run.end; start++) {
    let total = 0
    for (let i = start; i < start + size; i++) total += cost(run.block[i]!)
    if (total < lowest) [best, lowest] = [start, total]
  }
  return { block: run.block, start: best, end: best + size }
}

function middleOf(plan: SeatingPlan, seats: readonly number[]): { x: number, y: number } {
  return {
    x: seats.reduce((sum, seat) => sum + plan.seats.x[seat]!, 0) / seats.length,
    y: seats.reduce((sum, seat) => sum + plan.seats.y[seat]!, 0) / seats.length
  }
}
