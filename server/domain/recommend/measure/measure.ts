import { CONTESTANTS, type HalfLives } from './contestants.ts'
import { ndcgAt, recallAt } from './metrics.ts'
import type { Split } from './split.ts'

export interface Measured {
  name: string
  recall: number
  ndcg: number
  /** Half the width of a 95 % interval of `ndcg`, by the spread among people. */
  ndcgMargin: number
  people: number
}

const K = 10

/** How well each contestant foretells what people did next: all known items are ranked, without those that they had. Means over people. */
export async function measure(splits: readonly Split[], halfLives: HalfLives): Promise<Measured[]> {
  const results = new Map<string, { recall: number, ndcg: number }[]>(CONTESTANTS.map(({ name }) => [name, []]))
  for (const { known, asked } of splits) {
    const items = [...new Set(known.map(act => act.itemId))].sort()
    const byUser = Map.groupBy(known, act => act.userId)
    for (const contestant of CONTESTANTS) {
      const scorer = await contestant.learn(known, halfLives)
      for (const { userId, from, items: wanted } of asked) {
        const ranked = firstOf(items, scorer(byUser.get(userId)!, items, from), new Set(byUser.get(userId)!.map(act => act.itemId)))
        results.get(contestant.name)!.push({ recall: recallAt(K, ranked, wanted), ndcg: ndcgAt(K, ranked, wanted) })
      }
    }
  }
  return [...results].map(([name, ofPeople]) => {
    const ndcgs = ofPeople.map(result => result.ndcg)
    return { name, recall: mean(ofPeople.map(result => result.recall)), ndcg: mean(ndcgs), ndcgMargin: 1.96 * deviation(ndcgs) / Math.sqrt(ndcgs.length), people: ndcgs.length }
  })
}

/** The best that are not seen, equals in the order of their ids. */
function firstOf(items: readonly string[], scores: readonly number[], seen: ReadonlySet<string>): string[] {
  return [...items.keys()].filter(at => !seen.has(items[at]!)).sort((a, b) => scores[b]! - scores[a]! || a - b).slice(0, K).map(at => items[at]!)
}

const mean = (values: readonly number[]) => values.reduce((a, b) => a + b, 0) / values.length

function deviation(values: readonly number[]): number {
  const middle = mean(values)
  return Math.sqrt(mean(values.map(value => (value - middle) ** 2)))
}
