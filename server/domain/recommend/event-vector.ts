import type { EventFacts } from './event-facts.ts'
import { type Kind, type WordCounts, featuresOf, weightsOf } from './features.ts'
import { hashOf, randomFrom } from './random.ts'
import { CONTENT_DIMENSIONS, TASTE_DIMENSIONS, type Vector, addTo, asStored, unit } from './vector.ts'

/** What who came together says, beside what the facts say. */
const TASTE_SHARE = 0.5

/**
 * What an event is by its facts, as 64 numbers of length 1: each feature has a random direction of its own, drawn from its name, and
 * an event is the weighted sum of those of its features. Angles survive that nearly (random projection; Johnson and Lindenstrauss
 * 1984, Achlioptas 2003). The same facts and counts give the same vector, in any process.
 */
export function contentVector(facts: EventFacts, counts: WordCounts): number[] {
  const features = featuresOf(facts, counts)
  const weights = weightsOf(features)
  const sum = new Float64Array(CONTENT_DIMENSIONS)
  for (const kind of Object.keys(weights) as Kind[]) {
    const part = new Float64Array(CONTENT_DIMENSIONS)
    for (const [name, weight] of [...features[kind]].sort(([a], [b]) => a < b ? -1 : 1)) addTo(part, directionOf(`${kind} ${name}`), weight)
    const direction = unit(part)
    if (direction) addTo(sum, direction, weights[kind])
  }
  return asStored(unit(sum) ?? Float64Array.from(sum, (_, at) => at === 0 ? 1 : 0))
}

/** The 128 numbers of an event. One to which nobody came yet is known by its facts alone. */
export function eventVector(content: Vector, taste: Vector | null): number[] {
  const share = taste ? TASTE_SHARE : 0
  const parts = [...Array.from(content, value => value * Math.sqrt(1 - share)), ...Array.from({ length: TASTE_DIMENSIONS }, (_, at) => (taste?.[at] ?? 0) * Math.sqrt(share))]
  return asStored(unit(parts)!)
}

/** +1 and -1 at random, by the name. */
function directionOf(name: string): Float64Array {
  const random = randomFrom(hashOf(name))
  return Float64Array.from({ length: CONTENT_DIMENSIONS }, () => random() < 0.5 ? -1 : 1)
}
