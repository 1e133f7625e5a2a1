import { createHash } from 'node:crypto'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { newSeed, positionsOf } from '#server/domain/queue/shuffle.ts'

describe('the draw of places', () => {
  it('D-08: gives 20,000 early numbers places that are evenly spread, wherever they came (chi-square, p > 0.01)', async () => {
    for (const seed of ['first night', 'second night', 'third night']) {
      const positions = await positionsOf(seed, 20_000)
      expect(chiSquareP([...positions].slice(1)), seed).toBeGreaterThan(0.01)
    }
    // The test itself sees an order that favours who came first, even a little.
    expect(chiSquareP(Array.from({ length: 20_000 }, (_, i) => i + 1))).toBeLessThan(0.001)
    const nudged = [...await positionsOf('first night', 20_000)].slice(1).map((position, i) => ({ i, key: position + i * 0.2 })).sort((a, b) => a.key - b.key)
    const places = new Array<number>(20_000)
    nudged.forEach(({ i }, place) => { places[i] = place + 1 })
    expect(chiSquareP(places)).toBeLessThan(0.001)
  })

  it('gives each number one place and leaves none out', async () => {
    await fc.assert(fc.asyncProperty(fc.string(), fc.integer({ min: 0, max: 500 }), async (seed, count) => {
      const positions = await positionsOf(seed, count)
      expect([...positions].slice(1).sort((a, b) => a - b)).toEqual(Array.from({ length: count }, (_, i) => i + 1))
    }))
  })

  it('can be done again by anybody who knows the seed, with a sort and SHA-256', async () => {
    const sha = (text: string) => createHash('sha256').update(text).digest('hex')
    const seed = 'a seed'
    const order = Array.from({ length: 1000 }, (_, i) => i + 1).sort((a, b) => sha(`${seed}:${a}`) < sha(`${seed}:${b}`) ? -1 : 1)
    const positions = await positionsOf(seed, 1000)
    order.forEach((number, i) => expect(positions[number]).toBe(i + 1))
  })

  it('is bound to its published hash', () => {
    const { seed, seedHash } = newSeed()
    expect(seedHash).toBe(createHash('sha256').update(seed).digest('hex'))
    expect(newSeed().seed).not.toBe(seed)
  })
})

/** How likely places as uneven as these are by chance: twenty groups by arrival against twenty groups by place. */
function chiSquareP(places: number[]): number {
  const groups = 20
  const counts = new Array<number>(groups * groups).fill(0)
  places.forEach((place, i) => counts[Math.floor(i / places.length * groups) * groups + Math.floor((place - 1) / places.length * groups)]!++)
  const expected = places.length / groups ** 2
  const chiSquare = counts.reduce((sum, count) => sum + (count - expected) ** 2 / expected, 0)
  // Wilson and Hilferty (1931): the cube root of chi-square over its degrees of freedom is nearly normal.
  const freedom = (groups - 1) ** 2
  const z = (Math.cbrt(chiSquare / freedom) - (1 - 2 / (9 * freedom))) / Math.sqrt(2 / (9 * freedom))
  return 1 - normalBelow(z)
}

/** Abramowitz and Stegun 26.2.17. */
function normalBelow(z: number): number {
  const t = 1 / (1 + 0.2316419 * Math.abs(z))
  const tail = Math.exp(-z * z / 2) / Math.sqrt(2 * Math.PI) * t * (0.319381530 + t * (-0.356563782 + t * (1.781477937 + t * (-1.821255978 + t * 1.330274429))))
  return z > 0 ? 1 - tail : tail
}
