import { popularityShares, scores } from '../ranking.ts'
import { type Act, fitTaste } from '../taste.ts'
import { decayed, userVector } from '../user-vector.ts'
import { dot } from '../vector.ts'

/** Learns from what is known; says of any item how well it suits somebody at a moment. */
export interface Contestant {
  name: string
  learn(known: readonly Act[], halfLives: HalfLives): Promise<Scorer>
}

/** The scores of `items` for whoever did `own` before `now`. */
export type Scorer = (own: readonly Act[], items: readonly string[], now: number) => number[]

/** In ms. */
export interface HalfLives { taste: number, popularity: number }

const popularity: Contestant = {
  name: 'popularity',
  learn: async (known) => {
    const counts = countsOf(known)
    return (_, items) => items.map(id => counts.get(id) ?? 0)
  }
}

const recentPopularity: Contestant = {
  name: 'recent popularity',
  learn: async (known, halfLives) => {
    const popularityAt = popularitiesOf(known, halfLives.popularity)
    return (_, items, now) => popularityAt(items, now)
  }
}

const NEIGHBOURS = 50
/** Two items that few people share are less alike than their cosine says. */
const SHRINKAGE = 5

/** Items like those one had, by the cosine of who had both (Sarwar and others 2001; Deshpande and Karypis 2004). */
const itemNeighbours: Contestant = {
  name: 'item-kNN',
  learn: async (known) => {
    const counts = countsOf(known)
    const likes = new Map([...sharedCounts(known)].map(([id, shared]) => [id, [...shared]
      .map(([other, both]) => [other, both / Math.sqrt(counts.get(id)! * counts.get(other)!) * both / (both + SHRINKAGE)] as const)
      .sort((a, b) => b[1] - a[1] || (a[0] < b[0] ? -1 : 1)).slice(0, NEIGHBOURS)]))
    return (own, items) => {
      const sums = new Map<string, number>()
      for (const { itemId } of own) for (const [other, alike] of likes.get(itemId) ?? []) sums.set(other, (sums.get(other) ?? 0) + alike)
      return items.map(id => sums.get(id) ?? 0)
    }
  }
}

/** What Foyer does, where nothing is known of the items themselves: `server/domain/recommend` without words and facts. */
const foyer: Contestant = {
  name: 'Foyer',
  learn: async (known, halfLives) => {
    const { vectors } = await fitTaste(known)
    const popularityAt = popularitiesOf(known, halfLives.popularity)
    return (own, items, now) => {
      const shares = popularityShares(popularityAt(items, now))
      const user = userVector(own, vectors, halfLives.taste)
      // Who is unknown has no nearness; an item that nobody could be asked about is the furthest.
      return scores(items.map(id => user && vectors.has(id) ? dot(user, vectors.get(id)!) : user ? -1 : 0), shares)
    }
  }
}

export const CONTESTANTS: readonly Contestant[] = [popularity, recentPopularity, itemNeighbours, foyer]

/** How many had to do with each item, newer ones weighing more; what came after `now` does not count. */
function popularitiesOf(known: readonly Act[], halfLifeMs: number): (items: readonly string[], now: number) => number[] {
  const byItem = Map.groupBy(known, act => act.itemId)
  return (items, now) => items.map(id => (byItem.get(id) ?? []).reduce((sum, act) => act.at <= now ? sum + decayed({ at: act.at, weight: 1 }, now, halfLifeMs) : sum, 0))
}

function countsOf(acts: readonly Act[]): Map<string, number> {
  const counts = new Map<string, number>()
  for (const { itemId } of acts) counts.set(itemId, (counts.get(itemId) ?? 0) + 1)
  return counts
}

function sharedCounts(acts: readonly Act[]): Map<string, Map<string, number>> {
  const shared = new Map<string, Map<string, number>>()
  for (const own of Map.groupBy(acts, act => act.userId).values()) {
    const items = [...new Set(own.map(act => act.itemId))]
    for (const id of items) {
      const counts = shared.get(id) ?? new Map<string, number>()
      shared.set(id, counts)
      for (const other of items) if (other !== id) counts.set(other, (counts.get(other) ?? 0) + 1)
    }
  }
  return shared
}
