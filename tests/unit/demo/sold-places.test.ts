import { describe, expect, it } from 'vitest'
import { club } from '#drizzle/demo/halls/club.ts'
import { theatre } from '#drizzle/demo/halls/theatre.ts'
import { soldParties } from '#drizzle/demo/sold-places.ts'
import { randomFrom } from '#shared/random/seeded-random.ts'
import { rowOfSeat, SeatFlag, seatCount } from '#shared/seating/plan.ts'

const plan = theatre()
const all = new Set(plan.categories.map(category => category.key))
const seatsOf = (share: number, limit = 6, seed = 'evening') => soldParties(plan, share, limit, all, randomFrom(seed)).map(party => 'seats' in party ? party.seats : [])

describe('the places that are sold in the demo', () => {
  it('are sold once each, to parties that sit together within the limit', () => {
    const parties = seatsOf(0.9, 4)
    const seats = parties.flat()
    expect(new Set(seats).size).toBe(seats.length)
    for (const party of parties) {
      expect(party.length).toBeLessThanOrEqual(4)
      expect(new Set(party.map(seat => rowOfSeat(plan, seat))).size).toBe(1)
      expect(party.at(-1)! - party[0]!).toBe(party.length - 1)
    }
  })

  it.each([0.1, 0.5, 0.95])('are about the share that was asked for (%d)', (share) => {
    expect(Math.abs(seatsOf(share).flat().length / seatCount(plan) - share)).toBeLessThan(0.04)
  })

  it('leave the wheelchair places and their companions free', () => {
    expect(seatsOf(1).flat().every(seat => (plan.seats.flags[seat]! & (SeatFlag.accessible | SeatFlag.companion)) === 0)).toBe(true)
  })

  it('are the same for the same evening, and others for another', () => {
    expect(seatsOf(0.4)).toEqual(seatsOf(0.4))
    expect(seatsOf(0.4)).not.toEqual(seatsOf(0.4, 6, 'matinee'))
  })

  it('lie nearer to the stage than those that are left', () => {
    const sold = new Set(seatsOf(0.4).flat())
    const mean = (seats: number[]) => seats.reduce((sum, seat) => sum + plan.seats.y[seat]!, 0) / seats.length
    const every = [...plan.seats.label.keys()]
    expect(mean(every.filter(seat => sold.has(seat)))).toBeLessThan(mean(every.filter(seat => !sold.has(seat))))
  })

  it('fill a standing house to the last place when it is sold out', () => {
    const parties = soldParties(club(), 1, 4, new Set(['floor', 'balcony']), randomFrom('full'))
    expect(parties.reduce((sum, party) => sum + ('quantity' in party ? party.quantity : 0), 0)).toBe(720)
  })
})
