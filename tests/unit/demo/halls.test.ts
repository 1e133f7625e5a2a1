import { describe, expect, it } from 'vitest'
import { VENUES } from '#drizzle/demo/venues.ts'
import { draftOfPlan } from '#shared/seating/plan-draft.ts'
import { findFaults } from '#shared/seating/plan-faults.ts'
import { SeatFlag, seatCount, seatIndexById, type SeatingPlan, standingCapacity } from '#shared/seating/plan.ts'

const halls = VENUES.flatMap(venue => Object.entries(venue.halls).map(([key, draw]) => ({ name: `${venue.slug} ${key}`, plan: draw() })))
const hall = (name: string) => halls.find(h => h.name === name)!.plan

describe('the halls of the demo', () => {
  it.each(halls)('$name can be sold: the import would find no fault in it', ({ plan }) => {
    expect(findFaults(draftOfPlan(plan))).toEqual([])
    expect(seatIndexById(plan).size).toBe(seatCount(plan))
    expect(seatCount(plan) + standingCapacity(plan)).toBeGreaterThan(0)
  })

  it.each(halls)('$name lies in its frame, in whole centimetres', ({ plan }) => {
    const points = [...plan.sections.flatMap(s => s.outline ?? []), ...plan.areas.flatMap(a => a.outline), plan.focal]
    expect(points.every(p => Number.isInteger(p.x) && Number.isInteger(p.y) && p.x >= 0 && p.y >= 0 && p.x <= plan.width && p.y <= plan.height)).toBe(true)
    expect(plan.seats.x.every((x, i) => x > 0 && x < plan.width && plan.seats.y[i]! > 0 && plan.seats.y[i]! < plan.height)).toBe(true)
  })

  it.each(halls)('$name seats nobody on a neighbour\'s lap', ({ plan }) => {
    expect(closestSeats(plan)).toBeGreaterThanOrEqual(45)
  })

  it('are as large as such houses are', () => {
    expect(seatCount(hall('lantern-theatre main'))).toSatisfy((n: number) => n >= 1100 && n <= 1300)
    expect(seatCount(hall('jade-tide-opera-house auditorium'))).toSatisfy((n: number) => n >= 1800 && n <= 2000)
    expect(seatCount(hall('nebula-arena end-stage'))).toBeGreaterThanOrEqual(12_000)
    expect(standingCapacity(hall('nebula-arena end-stage'))).toBeGreaterThan(1000)
    expect(seatCount(hall('jinlan-stadium football'))).toBeGreaterThanOrEqual(60_000)
    expect(hall('underpass floor').areas.map(a => a.capacity)).toEqual([600, 120])
  })

  it('have a row F in the centre of the stalls, and wheelchair places with a companion in every house with seats', () => {
    expect(seatIndexById(hall('lantern-theatre main')).has('stalls-centre.F.12')).toBe(true)
    for (const { plan } of halls.filter(h => seatCount(h.plan) > 0)) {
      for (const flag of [SeatFlag.accessible, SeatFlag.companion]) expect(plan.seats.flags.some(f => (f & flag) !== 0)).toBe(true)
    }
  })
})

/** Least distance of two seats, found in squares of one metre. */
function closestSeats(plan: SeatingPlan): number {
  const squares = new Map<string, number[]>()
  for (const [seat, x] of plan.seats.x.entries()) {
    const key = `${Math.floor(x / 100)}:${Math.floor(plan.seats.y[seat]! / 100)}`
    squares.set(key, [...squares.get(key) ?? [], seat])
  }
  let closest = Infinity
  for (const [seat, x] of plan.seats.x.entries()) {
    for (let column = -1; column <= 1; column++) {
      for (let row = -1; row <= 1; row++) {
        for (const other of squares.get(`${Math.floor(x / 100) + column}:${Math.floor(plan.seats.y[seat]! / 100) + row}`) ?? []) {
          if (other > seat) closest = Math.min(closest, Math.hypot(x - plan.seats.x[other]!, plan.seats.y[seat]! - plan.seats.y[other]!))
        }
      }
    }
  }
  return closest
}
