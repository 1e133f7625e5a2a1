import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { type Pool, findFit, isTogether, placesIn } from '#server/domain/waiting-list/fit.ts'
import { type InLine, PATIENCE, nextOffer } from '#server/domain/waiting-list/next-offer.ts'
import { offerSeconds } from '#server/domain/waiting-list/offer-window.ts'
import { countBefore, whatHelps } from '#server/domain/waiting-list/place-in-line.ts'
import { type PricedHall, type Wish, suits } from '#server/domain/waiting-list/wish.ts'
import { plainPlan } from '#tests/support/fixtures.ts'

const ROWS = 4
const SEATS = 10
/** The first two rows at 580, the others at 380. */
const plan = plainPlan(ROWS, SEATS)
plan.seats.category.fill(1, 2 * SEATS)
const hall: PricedHall = { plan, prices: [580, 380] }

const wish: fc.Arbitrary<Wish> = fc.record({
  places: fc.integer({ min: 1, max: 4 }), less: fc.integer({ min: 0, max: 3 }), together: fc.boolean(),
  categoryKeys: fc.subarray(['seats', 'floor']), maxPriceMinor: fc.constantFrom(null, 300, 400, 600)
}).map(({ less, ...rest }) => ({ ...rest, atLeast: Math.max(1, rest.places - less) }))
const lineOf = (wishes: Wish[]): InLine[] => wishes.map((w, i) => ({ ...w, id: `e${i}`, passedOver: 0, isSaving: false }))
const line = fc.array(wish, { minLength: 1, maxLength: 12 }).map(lineOf)
const seats = fc.uniqueArray(fc.nat({ max: ROWS * SEATS - 1 }), { maxLength: 12 })
const poolOf = (kept: number[], free: number[] = []): Pool => ({ free: new Set(free), kept: new Map(kept.map(seat => [seat, null])), areas: new Map() })

/** Whether a wish can be met, found the slow way: every run of the open seats of every row. */
function canBeMet(open: number[], entry: Wish): boolean {
  const mine = open.filter(seat => suits(hall, entry, plan.seats.category[seat]!))
  if (!entry.together) return mine.length >= entry.atLeast
  return mine.some(seat => Array.from({ length: entry.atLeast }, (_, i) => seat + i).every(s => mine.includes(s) && Math.floor(s / SEATS) === Math.floor(seat / SEATS)))
}

describe('who gets the next offer', () => {
  it('is the first in line whom something fits: nobody whom it would fit is passed over', () => {
    fc.assert(fc.property(line, seats, (waiting, open) => {
      const { offer } = nextOffer(hall, poolOf(open), waiting)
      expect(offer?.entryId ?? null).toBe(waiting.find(entry => canBeMet(open, entry))?.id ?? null)
    }))
  })

  it('gets what he asked for: so many places, of his zones, at his price, side by side where he wants it, and no more seats than there are', () => {
    fc.assert(fc.property(line, seats, (waiting, open) => {
      const { offer } = nextOffer(hall, poolOf(open), waiting)
      if (!offer || !('seats' in offer.fit)) return
      const entry = waiting.find(e => e.id === offer.entryId)!
      expect(placesIn(offer.fit)).toBeGreaterThanOrEqual(entry.atLeast)
      expect(placesIn(offer.fit)).toBeLessThanOrEqual(entry.places)
      expect(offer.fit.seats.every(seat => open.includes(seat) && suits(hall, entry, plan.seats.category[seat]!))).toBe(true)
      expect(new Set(offer.fit.seats).size).toBe(offer.fit.seats.length)
      if (entry.together) expect(isTogether(plan, offer.fit.seats)).toBe(true)
    }))
  })

  it('who is passed over is the first in line whom the places would have suited', () => {
    fc.assert(fc.property(line, seats, (waiting, open) => {
      const { offer } = nextOffer(hall, poolOf(open), waiting)
      if (!offer || !('seats' in offer.fit)) return
      const given = offer.fit.seats
      const before = waiting.slice(0, waiting.findIndex(e => e.id === offer.entryId))
      expect(offer.passed).toBe(before.find(entry => given.some(seat => suits(hall, entry, plan.seats.category[seat]!)))?.id ?? null)
    }))
  })

  it('"3 together, or 2" takes three where there are three, and two where there are two', () => {
    const entry = { id: 'e', places: 3, atLeast: 2, together: true, categoryKeys: [], maxPriceMinor: null }
    expect(findFit(hall, poolOf([4, 5, 6, 20, 21]), entry)).toEqual({ seats: [4, 5, 6] })
    expect(findFit(hall, poolOf([4, 6, 20, 21]), entry)).toEqual({ seats: [20, 21] })
    expect(findFit(hall, poolOf([4, 6, 20]), entry)).toBeNull()
  })
})

/** Seats come back one gap after another; each offer is taken. How often was the first in line passed over, and was he served? */
function live(waiting: InLine[], gaps: number[][]): { passes: number, isServed: boolean } {
  const first = waiting[0]!.id
  let people = waiting
  const kept = new Map<number, string | null>()
  let passes = 0
  for (const gap of gaps) {
    for (const seat of gap) kept.set(seat, null)
    for (;;) {
      const { offer, savings } = nextOffer(hall, { free: new Set(), kept, areas: new Map() }, people)
      if (!offer) {
        // What nobody saves is sold to the public.
        const saved = new Map(savings.flatMap(s => s.seats.map(seat => [seat, s.entryId] as const)))
        kept.clear()
        for (const [seat, whose] of saved) kept.set(seat, whose)
        people = people.map(entry => savings.some(s => s.entryId === entry.id) ? { ...entry, isSaving: true } : entry)
        break
      }
      if (offer.entryId === first) return { passes, isServed: true }
      if (offer.passed === first) passes++
      people = people.filter(entry => entry.id !== offer.entryId).map(entry => entry.id === offer.passed ? { ...entry, passedOver: entry.passedOver + 1 } : entry)
      for (const seat of 'seats' in offer.fit ? offer.fit.seats : []) kept.delete(seat)
    }
  }
  return { passes, isServed: false }
}

describe('the first in line does not starve', () => {
  const anybody = { categoryKeys: [], maxPriceMinor: null, together: false }
  const singles = lineOf(Array.from({ length: 40 }, () => ({ ...anybody, places: 1, atLeast: 1 })))
  const gaps = fc.shuffledSubarray(Array.from({ length: ROWS * SEATS }, (_, i) => i), { minLength: ROWS * SEATS }).map(order => order.map(seat => [seat]))

  it(`a party that would sit apart is passed over ${PATIENCE} times at most, and then gets what comes free`, () => {
    fc.assert(fc.property(fc.integer({ min: 2, max: 6 }), gaps, (places, comingFree) => {
      const party: InLine = { ...anybody, id: 'party', places, atLeast: places, passedOver: 0, isSaving: false }
      expect(live([party, ...singles], comingFree.slice(0, PATIENCE + places))).toEqual({ passes: PATIENCE, isServed: true })
    }))
  })

  it('a party that must sit together is served once two of the seats saved for it are neighbours', () => {
    const party: InLine = { ...anybody, id: 'party', together: true, places: 2, atLeast: 2, passedOver: 0, isSaving: false }
    const passed = Array.from({ length: PATIENCE }, (_, i) => [i * 2])
    expect(live([party, ...singles], [...passed, [20], [30], [21]])).toEqual({ passes: PATIENCE, isServed: true })
  })

  it('and without saving it would starve: every single seat goes to a single', () => {
    const party: InLine = { ...anybody, id: 'party', places: 2, atLeast: 2, passedOver: Number.NEGATIVE_INFINITY, isSaving: false }
    expect(live([party, ...singles], Array.from({ length: 30 }, (_, i) => [i])).isServed).toBe(false)
  })

  it('what is saved for one goes to nobody else, and to him as soon as it is enough', () => {
    const pool: Pool = { free: new Set(), kept: new Map([[0, 'party'], [1, null]]), areas: new Map() }
    const [single] = singles
    expect(nextOffer(hall, pool, [single!]).offer).toMatchObject({ fit: { seats: [1] } })
    const party: InLine = { ...anybody, id: 'party', places: 2, atLeast: 2, passedOver: 0, isSaving: true }
    expect(nextOffer(hall, pool, [single!, party]).offer?.entryId).toBe(single!.id)
    expect(nextOffer(hall, pool, [party, single!]).offer).toMatchObject({ entryId: 'party', fit: { seats: [0, 1] } })
  })
})

describe('one\'s place', () => {
  it('is never worse for a smaller party, and what helps really helps', () => {
    fc.assert(fc.property(fc.array(wish, { maxLength: 20 }), wish, (before, mine) => {
      const now = countBefore(hall, before, mine)
      for (const { places, before: then } of whatHelps(hall, before, mine)) {
        expect(places).toBeLessThan(mine.atLeast)
        expect(then).toBeLessThan(now)
        expect(then).toBe(countBefore(hall, before, { ...mine, places, atLeast: places }))
      }
    }))
  })
})

describe('how long an offer stands', () => {
  it('is what the publisher set, at most a quarter of what is left, never under 15 minutes, never beyond the end of the sale', () => {
    fc.assert(fc.property(fc.integer({ min: 15, max: 1440 }), fc.integer({ min: 0, max: 90 * 86_400 }), (minutes, left) => {
      const seconds = offerSeconds(minutes, left)
      if (left <= 900) expect(seconds).toBeNull()
      else {
        expect(seconds).toBeGreaterThanOrEqual(900)
        expect(seconds).toBeLessThanOrEqual(Math.min(minutes * 60, left))
        expect(seconds! === minutes * 60 || seconds! <= Math.max(900, left / 4)).toBe(true)
      }
    }))
    expect(offerSeconds(240, 30 * 86_400)).toBe(14_400)
    expect(offerSeconds(240, 4 * 3_600)).toBe(3_600)
    expect(offerSeconds(240, 1_200)).toBe(900)
  })
})
