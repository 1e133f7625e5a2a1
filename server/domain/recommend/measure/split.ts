import type { Act } from '../taste.ts'

/** What is known, and what each person did afterwards, which is to be foretold. */
export interface Split {
  known: Act[]
  /** By person: the moment from which on nothing is known of him, and what he then had to do with for the first time. */
  asked: { userId: string, from: number, items: Set<string> }[]
}

/** At each of these shares of all acts, in their order of time, the house stops the clock once: a true cut in time. */
const CUTS = [0.5, 0.55, 0.6, 0.65, 0.7, 0.75, 0.8, 0.85, 0.9, 0.95]
const KEPT_BACK = 0.2

/** One moment for everybody: before it all is known, after it nothing. Only people who did something on both sides are asked for. */
export function cutsInTime(acts: readonly Act[]): Split[] {
  const ordered = inOrder(acts)
  return CUTS.map((share) => {
    const from = ordered[Math.floor(ordered.length * share)]!.at
    const known = ordered.filter(act => act.at < from)
    return { known, asked: askedOf(known, ordered.filter(act => act.at >= from), () => from) }
  })
}

/** Of each person the last fifth is kept back. More people can be asked for, but what others did later is known. */
export function lastOfEach(acts: readonly Act[]): Split {
  const known: Act[] = []
  const later: Act[] = []
  const from = new Map<string, number>()
  for (const [userId, own] of Map.groupBy(inOrder(acts), act => act.userId)) {
    const cut = Math.floor(own.length * (1 - KEPT_BACK))
    known.push(...own.slice(0, cut))
    later.push(...own.slice(cut))
    from.set(userId, own[cut]!.at)
  }
  return { known, asked: askedOf(known, later, userId => from.get(userId)!) }
}

function askedOf(known: readonly Act[], later: readonly Act[], from: (userId: string) => number): Split['asked'] {
  const before = Map.groupBy(known, act => act.userId)
  return [...Map.groupBy(later, act => act.userId)].flatMap(([userId, acts]) => {
    const seen = new Set((before.get(userId) ?? []).map(act => act.itemId))
    const items = new Set(acts.map(act => act.itemId).filter(id => !seen.has(id)))
    return seen.size > 0 && items.size > 0 ? [{ userId, from: from(userId), items }] : []
  })
}

const inOrder = (acts: readonly Act[]) => [...acts].sort((a, b) => a.at - b.at || (a.userId < b.userId ? -1 : a.userId > b.userId ? 1 : a.itemId < b.itemId ? -1 : 1))
