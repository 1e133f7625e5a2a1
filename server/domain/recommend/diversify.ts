import { type Vector, dot } from './vector.ts'

export interface Scored { eventId: string, score: number, vector: Vector, categoryId: string, venueId: string }

/** How much being like what is chosen already takes off a score. */
const LIKENESS_COST = 0.3
/** Of one category and of one venue at most these shares of a list. */
const OF_A_CATEGORY = 0.5
const OF_A_VENUE = 0.34

/**
 * Chooses `count` one after the other, each the best that is least like those before it (maximal marginal relevance, Carbonell and Goldstein
 * 1998), and not too many of a category or a venue. Where that leaves places empty, the best of the rest fill them.
 */
export function diversify<T extends Scored>(candidates: readonly T[], count: number): T[] {
  const left = [...candidates].sort((a, b) => b.score - a.score || (a.eventId < b.eventId ? -1 : 1))
  const likeness = new Map(left.map(one => [one.eventId, 0]))
  const chosen: T[] = []
  const ofCategory = new Map<string, number>()
  const ofVenue = new Map<string, number>()
  const isTooMuch = (one: T) => (ofCategory.get(one.categoryId) ?? 0) >= Math.ceil(count * OF_A_CATEGORY) || (ofVenue.get(one.venueId) ?? 0) >= Math.ceil(count * OF_A_VENUE)
  while (chosen.length < count && left.length > 0) {
    const allowed = left.filter(one => !isTooMuch(one))
    const worth = (one: T) => one.score - LIKENESS_COST * likeness.get(one.eventId)!
    const best = (allowed.length > 0 ? allowed : left).reduce((a, b) => worth(b) > worth(a) ? b : a)
    chosen.push(best)
    left.splice(left.indexOf(best), 1)
    ofCategory.set(best.categoryId, (ofCategory.get(best.categoryId) ?? 0) + 1)
    ofVenue.set(best.venueId, (ofVenue.get(best.venueId) ?? 0) + 1)
    for (const one of left) likeness.set(one.eventId, Math.max(likeness.get(one.eventId)!, dot(one.vector, best.vector)))
  }
  return chosen
}
