import { describe, expect, it } from 'vitest'
import { measure } from '#server/domain/recommend/measure/measure.ts'
import { ndcgAt, recallAt } from '#server/domain/recommend/measure/metrics.ts'
import { UnreadableActs, readActs } from '#server/domain/recommend/measure/read-acts.ts'
import { cutsInTime, lastOfEach } from '#server/domain/recommend/measure/split.ts'
import { randomFrom } from '#server/domain/recommend/random.ts'

/** Sixty people of two tastes among forty items: each goes to twelve of the twenty of his. */
function twoTastes() {
  const random = randomFrom(7)
  return Array.from({ length: 60 }, (_, user) => {
    const mine = Array.from({ length: 20 }, (_, n) => n + user % 2 * 20).map(n => [random(), n] as const).sort((a, b) => a[0] - b[0]).slice(0, 12)
    return mine.map(([, n]) => ({ userId: `u${user}`, itemId: `i${n}`, at: Math.floor(random() * 1e9), weight: 1 }))
  }).flat()
}

describe('what is measured', () => {
  it('is what was wanted among the first, and how far in front', () => {
    expect(recallAt(10, ['a', 'b', 'c'], new Set(['a', 'c', 'z', 'y']))).toBe(0.5)
    expect(ndcgAt(10, ['a', 'b'], new Set(['a', 'b']))).toBe(1)
    expect(ndcgAt(10, ['x', 'a'], new Set(['a']))).toBeCloseTo(1 / Math.log2(3))
    expect(ndcgAt(1, ['x', 'a'], new Set(['a']))).toBe(0)
  })

  it('never knows what came after the cut, and asks for nothing that was seen before', () => {
    for (const { known, asked } of cutsInTime(twoTastes())) {
      for (const { userId, from, items } of asked) {
        expect(known.every(act => act.at < from)).toBe(true)
        const seen = new Set(known.filter(act => act.userId === userId).map(act => act.itemId))
        expect(seen.size).toBeGreaterThan(0)
        expect([...items].filter(id => seen.has(id))).toEqual([])
      }
    }
  })

  it('shows a taste where there is one', async () => {
    const results = await measure([lastOfEach(twoTastes())], { taste: 1e12, popularity: 1e12 })
    const of = (name: string) => results.find(result => result.name === name)!
    expect(of('Foyer').ndcg).toBeGreaterThan(of('popularity').ndcg * 1.3)
    expect(of('Foyer').people).toBe(60)
  })
})

describe('a table of acts', () => {
  const rows = (count: number) => Array.from({ length: count }, (_, n) => [`${n % 9}`, `${n}`, String(1_260_759_144 + n), '4.5'])

  it('is read by the names of its columns, times in seconds, ms or ISO', () => {
    const acts = readActs([['userId', 'movieId', 'timestamp', 'rating'], ...rows(100)], true)
    expect(acts[0]).toEqual({ userId: '0', itemId: '0', at: 1_260_759_144_000, weight: 1 })
    expect(readActs([['user', 'item', 'time'], ['a', 'b', '2026-01-02T00:00:00Z'], ...rows(100).map(row => row.slice(0, 3))], false)[0]!.at).toBe(Date.UTC(2026, 0, 2))
  })

  it('says what is missing', () => {
    expect(() => readActs([['user', 'item'], ['a', 'b']], false)).toThrow(UnreadableActs)
    expect(() => readActs([['user', 'item', 'time'], ...rows(100), ['x', 'y', 'yesterday']], false)).toThrow('Row 102')
    expect(() => readActs([['user', 'item', 'time'], ...rows(9)], false)).toThrow('too few')
  })
})
