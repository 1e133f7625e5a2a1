import { type SparseRow, factorise } from './factorise.ts'
import { TASTE_DIMENSIONS, type Vector, addTo, unit } from './vector.ts'

/** That somebody had to do with something. */
export interface Act {
  userId: string
  itemId: string
  /** In ms since 1970. */
  at: number
  /** 1 for a purchase, less for less. */
  weight: number
}

export interface Taste {
  /** Of each item, with length 1: items that the same people came to lie near each other. */
  vectors: Map<string, Float64Array>
  /** Strength of each dimension: what a new item needs to be laid among the old ones. */
  strengths: number[]
}

/** How much the strong dimensions count more: 0 not at all, 0.5 as in the matrix itself. Chosen among a few values (docs/recommendations.md). */
const STRENGTH = 0.25
/** A dimension for each so many people: with more, a small house would remember single people instead of learning what they share. */
const PEOPLE_PER_DIMENSION = 8

/**
 * Lays items out by who had to do with them: a truncated singular value decomposition of the matrix of people and items ("PureSVD",
 * Cremonesi, Koren and Turrin 2010), its dimensions damped. The order of `acts` does not matter.
 */
export async function fitTaste(acts: readonly Act[], dimensions = TASTE_DIMENSIONS): Promise<Taste> {
  const items = [...new Set(acts.map(act => act.itemId))].sort()
  const column = new Map(items.map((id, at) => [id, at]))
  const rows = [...strongest(acts)].sort(([a], [b]) => a < b ? -1 : 1).map(([, ofUser]) => rowOf(ofUser, column))
  const { vectors, values } = await factorise(rows, items.length, Math.min(dimensions, Math.ceil(rows.length / PEOPLE_PER_DIMENSION)))
  const scales = values.map(value => value ** STRENGTH)
  return {
    vectors: new Map(items.flatMap((id, at) => {
      const vector = unit(padded(vectors.map((entries, d) => entries[at]! * scales[d]!), dimensions))
      return vector ? [[id, vector] as const] : []
    })),
    strengths: values
  }
}

/**
 * Lays an item among those of a model that does not know it, by the other items of those who had to do with it: the fold-in of a
 * decomposition (Deerwester and others 1990). Null where these are unknown too.
 */
export function foldIn(people: readonly (readonly { vector: Vector, weight: number }[])[], strengths: readonly number[]): Float64Array | null {
  const sum = new Float64Array(TASTE_DIMENSIONS)
  for (const others of people) for (const { vector, weight } of others) addTo(sum, vector, weight)
  return unit(sum.map((value, d) => strengths[d] ? value / strengths[d] : 0))
}

/** The strongest act of each person with each item. */
function strongest(acts: readonly Act[]): Map<string, Map<string, number>> {
  const people = new Map<string, Map<string, number>>()
  for (const { userId, itemId, weight } of acts) {
    const ofUser = people.get(userId) ?? new Map<string, number>()
    people.set(userId, ofUser.set(itemId, Math.max(weight, ofUser.get(itemId) ?? 0)))
  }
  return people
}

function rowOf(weights: Map<string, number>, column: Map<string, number>): SparseRow {
  const entries = [...weights].map(([id, weight]) => [column.get(id)!, weight] as const).sort((a, b) => a[0] - b[0])
  return { columns: Int32Array.from(entries, e => e[0]), values: Float64Array.from(entries, e => e[1]) }
}

const padded = (values: number[], length: number) => Float64Array.from({ length }, (_, at) => values[at] ?? 0)
