import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { club } from '#drizzle/demo/halls/club.ts'
import { gallery } from '#drizzle/demo/halls/gallery.ts'
import { theatre } from '#drizzle/demo/halls/theatre.ts'
import { SeatFlag } from '#shared/seating/plan.ts'
import { SeatStatus } from '#shared/seating/seat-status.ts'
import { SeatMapModel } from '../../../app/seatmap/model.ts'
import { isOpenFilter, matchesOf, type SeatFilter, WISHES, wishesOf } from '../../../app/seatmap/seat-filter.ts'
import { straightHall } from './small-halls.ts'

const filters = fc.record({ zones: fc.subarray(['a', 'b']), wishes: fc.subarray([...WISHES]) })

/** A hall of 48 seats with any flags. */
const halls = fc.array(fc.integer({ min: 0, max: 15 }), { minLength: 48, maxLength: 48 }).map((flags) => {
  const plan = straightHall(6, 8)
  return { ...plan, seats: { ...plan.seats, flags: Uint8Array.from(flags) } }
})

function found(plan: ReturnType<typeof straightHall>, filter: Partial<SeatFilter>): number[] {
  const matches = matchesOf(plan, { zones: [], wishes: [], ...filter })
  return [...matches.keys()].filter(seat => matches[seat] === 1)
}

describe('the filter of seats', () => {
  it('lets a seat through that has what is asked for, and no other', () => {
    const plan = straightHall(2, 4)
    plan.seats.flags.set([SeatFlag.accessible, SeatFlag.companion, SeatFlag.restrictedView, SeatFlag.stairsFree])
    expect(found(plan, {})).toEqual([0, 1, 2, 3, 4, 5, 6, 7])
    expect(found(plan, { zones: ['b'] })).toEqual([4, 5, 6, 7])
    expect(found(plan, { wishes: ['accessible'] })).toEqual([0])
    // A wheelchair place and the seat beside it.
    expect(found(plan, { wishes: ['accessible', 'companion'] })).toEqual([0, 1])
    expect(found(plan, { wishes: ['no-stairs'] })).toEqual([0, 1, 3])
    expect(found(plan, { zones: ['a'], wishes: ['full-view'] })).toEqual([0, 1, 3])
    expect(found(plan, { zones: ['a'], wishes: ['full-view', 'no-stairs', 'accessible'] })).toEqual([0])
  })

  it('finds less, never more, when more is asked for, but for a companion beside a wheelchair', () => {
    fc.assert(fc.property(halls, filters, fc.constantFrom('no-stairs' as const, 'full-view' as const), (plan, filter, further) => {
      const some = matchesOf(plan, filter)
      const fewer = matchesOf(plan, { ...filter, wishes: [...filter.wishes, further] })
      fewer.forEach((isMatch, seat) => expect(isMatch).toBeLessThanOrEqual(some[seat]!))
    }))
  })

  it('counts the free seats that match, however often seats and filter change', () => {
    const change = fc.tuple(fc.nat(47), fc.integer({ min: 0, max: 3 }))
    fc.assert(fc.property(halls, fc.array(fc.oneof(filters, fc.array(change, { minLength: 1, maxLength: 12 })), { maxLength: 10 }), (plan, steps) => {
      const model = new SeatMapModel(plan)
      model.setStatus(new Uint8Array(48), {}, 1)
      steps.forEach((step, index) => {
        if (Array.isArray(step)) model.applyFrame({ version: index + 2, seats: step, areas: {} })
        else model.setFilter(step)
      })
      const isFound = (seat: number) => model.status[seat] === SeatStatus.free && model.isMatch(seat)
      plan.sections.forEach((_, section) => {
        const seats = [...model.status.keys()].filter(seat => model.sectionOf[seat] === section && isFound(seat))
        expect(model.matchingIn(section)).toBe(seats.length)
        plan.categories.forEach((__, category) => expect(model.matchingIn(section, category)).toBe(seats.filter(seat => plan.seats.category[seat] === category).length))
      })
      expect(model.matches === null).toBe(isOpenFilter(model.filter))
    }))
  })

  it('passes over zones of another hall that stand in the address', () => {
    const model = new SeatMapModel(straightHall(2, 4))
    model.setFilter({ zones: ['gone'], wishes: [] })
    expect(model.matches).toBeNull()
    model.setFilter({ zones: ['gone', 'b'], wishes: [] })
    expect(model.filter.zones).toEqual(['b'])
  })

  it('asks only for what the plan can tell apart', () => {
    expect(wishesOf(theatre())).toEqual(['accessible', 'companion', 'no-stairs', 'full-view'])
    expect(wishesOf(club())).toEqual([])
    expect(wishesOf(gallery())).toEqual([])
  })

  it('knows a standing area by its price, and offers it to nobody who asks for a kind of seat', () => {
    const plan = club()
    const model = new SeatMapModel(plan)
    model.setStatus(new Uint8Array(model.seatCount), Object.fromEntries(plan.areas.map(area => [area.key, { free: 7, capacity: area.capacity }])), 1)
    model.setFilter({ zones: [plan.categories[plan.areas[0]!.category]!.key], wishes: [] })
    expect(model.isAreaMatch(0)).toBe(true)
    expect(model.matchingInAll()).toBeGreaterThanOrEqual(7)
    model.setFilter({ zones: [], wishes: ['accessible'] })
    expect(model.isAreaMatch(0)).toBe(false)
    expect(model.matchingInAll()).toBe(0)
  })
})
