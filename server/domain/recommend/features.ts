import { tokensOf } from '#server/domain/search/index.ts'
import type { EventFacts } from './event-facts.ts'

/** How much each kind of fact says of an event: its share of the vector's length, squared. */
const SHARES = { text: 0.3, category: 0.3, people: 0.15, place: 0.1, publisher: 0.05, price: 0.05, time: 0.05 }
export type Kind = keyof typeof SHARES

/** The weight of each feature by its kind. */
export type Features = Record<Kind, Map<string, number>>

/** The words of an event by which it is told from others, once each: in both languages, Chinese by every two neighbours. */
export function wordsOf(facts: EventFacts): string[] {
  return [...new Set([...facts.names, ...facts.people, ...facts.texts].flatMap(text => tokensOf(text).map(token => token.text)))]
}

/** Counts how rare a word is. `inEvents` counts words that stand in more than one event. */
export interface WordCounts { events: number, inEvents: ReadonlyMap<string, number> }

/** The facts of an event as weighted features. A text counts by its rare words (TF-IDF with a damped count); a price by its band and the next ones. */
export function featuresOf(facts: EventFacts, counts: WordCounts): Features {
  const rarity = (word: string) => Math.log((counts.events + 1) / ((counts.inEvents.get(word) ?? 1) + 0.5)) + 0.1
  return {
    text: weighed([[facts.names, 3], [facts.texts, 1]], rarity),
    people: weighed([[facts.people, 1]], rarity),
    // The category itself says most, the root of the tree least.
    category: new Map(facts.categories.map((id, at) => [id, 0.6 ** at])),
    place: new Map([...facts.venueIds.map(id => [id, 1] as const), ...facts.cities.map(city => [city, 0.7] as const)]),
    publisher: new Map([[facts.publisherId, 1]]),
    price: facts.price ? priceBands(facts.price) : new Map(),
    time: timesOf(facts.times)
  }
}

/** The square root of the share that each kind has among those that this event has anything of. */
export function weightsOf(features: Features): Record<Kind, number> {
  const kinds = Object.keys(SHARES) as Kind[]
  const present = kinds.filter(kind => features[kind].size > 0).reduce((sum, kind) => sum + SHARES[kind], 0)
  return Object.fromEntries(kinds.map(kind => [kind, features[kind].size > 0 ? Math.sqrt(SHARES[kind] / present) : 0])) as Record<Kind, number>
}

function weighed(groups: readonly (readonly [texts: readonly string[], weight: number])[], rarity: (word: string) => number): Map<string, number> {
  const counts = new Map<string, number>()
  for (const [texts, weight] of groups) for (const text of texts) for (const token of tokensOf(text)) counts.set(token.text, (counts.get(token.text) ?? 0) + weight)
  return new Map([...counts].map(([word, count]) => [word, (1 + Math.log(count)) * rarity(word)]))
}

/** Bands whose bounds double. Of neighbouring bands prices are still alike. */
function priceBands({ minor, currency }: { minor: number, currency: string }): Map<string, number> {
  const band = Math.round(Math.log2(minor + 1))
  return new Map([[`${currency} ${band}`, 1], [`${currency} ${band - 1}`, 0.5], [`${currency} ${band + 1}`, 0.5]])
}

function timesOf(times: readonly { weekday: number, hour: number }[]): Map<string, number> {
  const found = new Map<string, number>()
  const add = (name: string) => found.set(name, Math.min(3, (found.get(name) ?? 0) + 1))
  for (const { weekday, hour } of times) {
    add(weekday === 0 || weekday === 6 ? 'weekend' : 'week')
    add(hour < 12 ? 'morning' : hour < 17 ? 'afternoon' : 'evening')
  }
  return found
}
