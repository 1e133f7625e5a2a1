import { describe, expect, it } from 'vitest'
import { type BookingCurve, soldInAll } from '#server/domain/insight/forecast/booking-curve.ts'
import { demandOf } from '#server/domain/insight/forecast/demand.ts'
import { forecastSession, LEVEL } from '#server/domain/insight/forecast/forecast-session.ts'
import { fitRidge, quantile } from '#server/domain/insight/forecast/regression.ts'
import { remainingShares, weekdayEffects } from '#server/domain/insight/forecast/remaining.ts'
import { venuePopularity } from '#server/domain/insight/forecast/venue-popularity.ts'
import { evaluate } from '#tests/bench/forecast/evaluate.ts'

/** Sells `perDay` on each of `days` days, up to its places. */
function steady(perDay: number, days = 40, capacity = 1_000, weekday = 6): BookingCurve {
  let left = capacity
  const sales = Array<number>(days).fill(0)
  for (let day = days - 1; day >= 0; day--) left -= sales[day] = Math.min(perDay, left)
  return { capacity, weekday, sales }
}
const past = [8, 9, 10, 11, 12, 13, 14, 15, 16, 17, 18, 20].map(perDay => steady(perDay))
/** What is known of a session with so many days to go. */
const until = (curve: BookingCurve, lead: number): BookingCurve => ({ ...curve, sales: curve.sales.map((sold, day) => day < lead ? 0 : sold) })

describe('the forecast of a session', () => {
  it('goes on as sessions did that had come as far', () => {
    const said = forecastSession(until(steady(13), 20), past, 20)
    if (said.state !== 'forecast') throw new Error(said.reason)
    const { sold, path, sellOutChance, sellOutLead } = said.forecast
    expect(sold.middle).toBeGreaterThan(480)
    expect(sold.middle).toBeLessThan(560)
    expect(sold.low).toBeLessThanOrEqual(sold.middle)
    expect(sold.high).toBeGreaterThanOrEqual(sold.middle)
    expect([sellOutChance, sellOutLead]).toEqual([0, null])
    expect(path.map(point => point.lead)).toEqual(Array.from({ length: 21 }, (_, step) => 20 - step))
    expect(path[0]).toMatchObject({ low: 260, middle: 260, high: 260 })
    expect(path.at(-1)!.middle).toBeCloseTo(sold.middle, 6)
    for (const [step, point] of path.slice(1).entries()) expect(point.middle).toBeGreaterThanOrEqual(path[step]!.middle)
  })

  it('never says less than was sold, nor more than there is room for', () => {
    const said = forecastSession(until(steady(45, 40, 1_000), 20), past, 20)
    if (said.state !== 'forecast') throw new Error(said.reason)
    expect(said.forecast.sold.low).toBeGreaterThanOrEqual(900)
    expect(said.forecast.sold.high).toBeLessThanOrEqual(1_000)
    expect(said.forecast.sellOutChance).toBeGreaterThan(0.9)
    const { low, middle, high } = said.forecast.sellOutLead!
    // A hundred places at 45 a day are gone in some days.
    expect(middle).toBeGreaterThan(5)
    expect(middle).toBeLessThan(20)
    expect(low).toBeLessThanOrEqual(middle)
    expect(high).toBeGreaterThanOrEqual(middle)
  })

  it('says that it is too early where fewer than eight sessions were on sale at that time', () => {
    expect(forecastSession(until(steady(13), 20), past.slice(0, 7), 20)).toEqual({ state: 'too-early', reason: 'few-sessions' })
    expect(forecastSession(until(steady(13, 80), 60), past, 60)).toEqual({ state: 'too-early', reason: 'few-sessions' })
  })

  it('says that it is too early where sessions went so differently that the interval helps nobody', () => {
    const wild = Array.from({ length: 12 }, (_, i) => ({ ...steady(1), sales: [i % 2 ? 900 : 0, ...Array<number>(39).fill(1)] }))
    expect(forecastSession(until(steady(1), 20), wild, 20)).toEqual({ state: 'too-early', reason: 'too-wide' })
  })

  it('is the same every time it is asked', () => {
    expect(forecastSession(until(steady(13), 20), past, 20)).toEqual(forecastSession(until(steady(13), 20), past, 20))
  })
})

describe('its parts', () => {
  it('see demand behind a sold-out hall, up to a limit', () => {
    const demand = demandOf([...past, steady(50), { ...steady(0), sales: [...Array<number>(39).fill(0), 1_000] }])
    expect(demand[0]).toBeCloseTo(soldInAll(past[0]!) / 1_000)
    // Full after 20 of 40 days: twice the hall.
    expect(demand.at(-2)).toBeCloseTo(2, 1)
    expect(demand.at(-1)).toBe(2.5)
  })

  it('fit a line and know what they were off by when a row was left out', () => {
    const rows = [[0], [1], [2], [3], [4], [5], [6], [7]]
    const exact = fitRidge(rows, rows.map(([x]) => 2 + 3 * x!), 1e-9)
    expect(exact.predict([10])).toBeCloseTo(32, 4)
    for (const residual of exact.residuals) expect(residual).toBeCloseTo(0, 4)
    const odd = fitRidge(rows, [0, 0, 0, 0, 0, 0, 0, 8], 1e-9)
    // Without the last row all is zero: it is off by the whole of it.
    expect(odd.residuals.at(-1)).toBeCloseTo(8, 4)
    expect(fitRidge([[1], [1], [1]], [2, 4, 6], 1).predict([1])).toBeCloseTo(4)
  })

  it('take quantiles between neighbours', () => {
    expect([0, 0.25, 0.5, 1].map(share => quantile([1, 2, 3, 5], share))).toEqual([1, 1.75, 2.5, 5])
  })

  it('learn that one day of the week sells more, and shape what is to come by it', () => {
    // The session is a Saturday (6); what is sold one day before it counts for a Friday (5), seven for a Saturday.
    const fridays = Array.from({ length: 12 }, () => ({ capacity: 1_000, weekday: 6, sales: Array.from({ length: 42 }, (_, lead) => lead % 7 === 1 ? 40 : 10) }))
    const effects = weekdayEffects(fridays)
    expect(effects[5]!).toBeGreaterThan(1.5)
    expect(effects[3]!).toBeLessThan(0.9)
    const shares = remainingShares(fridays, 14, 6, effects)
    expect([shares[14], shares[0]]).toEqual([0, expect.closeTo(1, 9)])
    expect(shares[8]! - shares[9]!).toBeGreaterThan(2 * (shares[9]! - shares[10]!))
  })

  it('make no favourite of a venue by one good evening', () => {
    expect(venuePopularity([1, 1], [0.5])).toBeNull()
    const small = venuePopularity([1, 1, 1], [0.5, 0.5, 0.5, 0.5])!
    expect(small.middle).toBeCloseTo(0.6875)
    expect(small.high).toBe(1)
    expect(venuePopularity(Array<number>(100).fill(0.9), [0.5])!.middle).toBeCloseTo(0.881, 2)
  })
})

describe('on a year that was held back', () => {
  it('is better than a straight line, the pace of two weeks and last year, and eight of ten times right about its interval', () => {
    const mean = (values: number[]) => values.reduce((sum, value) => sum + value, 0) / values.length
    for (const row of evaluate(['a rainy spring'], [30, 14])) {
      const naive = [row.line, row.moving, row.lastYear].map(mean)
      expect([row.lead, mean(row.model) < 0.85 * Math.min(...naive)]).toEqual([row.lead, true])
      expect(row.within / row.model.length).toBeGreaterThan(LEVEL - 0.07)
      expect(mean(row.wide)).toBeLessThan(0.45)
    }
  })
})
