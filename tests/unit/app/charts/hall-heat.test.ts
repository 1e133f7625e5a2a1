import { describe, expect, it } from 'vitest'
import { SeatStatus } from '#shared/seating/seat-status.ts'
import { plainPlan } from '#tests/support/fixtures.ts'
import { heatOf, roughly, sectionSpeeds, speedOf, SPEEDS } from '../../../../app/charts/hall-heat.ts'

const plan = plainPlan(2, 3, 40)
/** Sold after 0, 10, 20 and 30 seconds; two were not. */
const sales = Uint32Array.from([1, 11, 21, 31, 0, 0])
const quartiles = [5, 15, 25] as const

describe('the hall by speed of sale', () => {
  it('puts each seat into its quarter, and what was not sold apart', () => {
    const heat = heatOf(plan, sales, quartiles, [{ key: 'floor', medianSeconds: 12 }])
    expect([...heat.plan.seats.category].map(at => SPEEDS[at])).toEqual(['first', 'second', 'third', 'last', 'unsold', 'unsold'])
    expect(heat.status.every(status => status === SeatStatus.free), 'none is pale as if it were gone').toBe(true)
    expect(SPEEDS[heat.plan.areas[0]!.category]).toBe('second')
    expect([...plan.seats.category], 'the plan itself stays as it is').toEqual([0, 0, 0, 0, 0, 0])
  })

  it('has no quarters where nothing was sold', () => {
    expect(speedOf(null, quartiles)).toBe('unsold')
    expect(speedOf(3, null)).toBe('unsold')
    expect(speedOf(5, quartiles)).toBe('first')
  })

  it('says the same by section', () => {
    expect(sectionSpeeds(plan, sales)).toEqual([{ section: 0, seats: 6, sold: 4, medianSeconds: 10 }])
    expect(sectionSpeeds(plan, new Uint32Array(6))[0]).toMatchObject({ sold: 0, medianSeconds: null })
  })

  it('tells times no more exactly than they are needed', () => {
    expect([roughly(20), roughly(5_400), roughly(3 * 3_600), roughly(86_400 * 9)]).toEqual([{ unit: 'minutes', n: 1 }, { unit: 'minutes', n: 90 }, { unit: 'hours', n: 3 }, { unit: 'days', n: 9 }])
  })
})
