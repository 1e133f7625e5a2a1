import { describe, expect, it } from 'vitest'
import { type Played, play } from './line-on-paper.ts'

const CROWD = { comeWithin: 60, shareGone: 0, shareAsleep: 0, buysWithin: [60, 240] as [number, number] }
/** As in life: some close the page, some do not notice that it is their turn. */
const LIFE = { ...CROWD, shareGone: 0.05, shareAsleep: 0.04 }

/** How wrong the estimates were of whoever still had a minute or more to wait, the best first: 0.1 is ten per cent. */
function errorsOf({ told }: Played): number[] {
  return told.filter(({ took }) => took >= 60).map(({ eta, took }) => Math.abs(eta - took) / took).toSorted((a, b) => a - b)
}

/** How many had their turn in each full minute while people waited. */
function perMinuteOf({ called, emptyAt }: Played): number[] {
  return Array.from({ length: Math.floor(emptyAt / 60) }, (_, minute) => called.filter(at => at >= minute * 60 && at < (minute + 1) * 60).length)
}

describe('a line, played by a clock of its own', () => {
  it.each([[500, 1_500], [2_000, 4_500]])('D-10: lets in %i a minute within five per cent, in every minute, in the order of coming', async (perMinute, people) => {
    const played = await play({ ...CROWD, people, perMinute })
    const minutes = perMinuteOf(played)
    expect(minutes.length).toBeGreaterThan(1)
    for (const [minute, count] of minutes.entries()) expect(Math.abs(count / perMinute - 1), `minute ${minute}: ${count}`).toBeLessThan(0.05)
    expect(played.inversions).toBe(0)
  })

  it('D-10: makes up for those who do not come: as many go in as the pace says', async () => {
    const played = await play({ ...LIFE, people: 1_800, perMinute: 200 })
    // Who does not come has two minutes to think better of it; from then on others go in for him.
    const steady = played.entered.filter(at => at >= 180 && at < 420).length / 4
    expect(Math.abs(steady / 200 - 1)).toBeLessThan(0.05)
  })

  it.each([[500, 2_000], [2_000, 4_500]])('D-09: at %i a minute every estimate is right within a quarter', async (perMinute, people) => {
    const errors = errorsOf(await play({ ...LIFE, people, perMinute }))
    expect(errors.length).toBeGreaterThan(500)
    expect(errors.at(-1)).toBeLessThan(0.25)
  })

  it('D-09: where the room is full, nine in ten are right within a quarter, and nothing is said before it is known', async () => {
    const played = await play({ ...LIFE, people: 1_500, perMinute: 1_000, maxInside: 300 })
    const errors = errorsOf(played)
    expect(errors.length).toBeGreaterThan(500)
    expect(errors[Math.floor(errors.length * 0.9)]).toBeLessThan(0.25)
    expect(played.told.filter(({ eta, took }) => took >= 60 && eta < took / 2)).toEqual([])
  })
})
