/** Dimensions of what an event is by its words and facts, and of who came to it together with what else. */
export const CONTENT_DIMENSIONS = 64
export const TASTE_DIMENSIONS = 64
export const DIMENSIONS = CONTENT_DIMENSIONS + TASTE_DIMENSIONS

export type Vector = readonly number[] | Float64Array

export function dot(a: Vector, b: Vector): number {
  let sum = 0
  for (let at = 0; at < a.length; at++) sum += a[at]! * b[at]!
  return sum
}

/** Adds `weight` times `b` to `a`, in place. */
export function addTo(a: Float64Array, b: Vector, weight = 1): void {
  for (let at = 0; at < a.length; at++) a[at]! += weight * b[at]!
}

/** The same direction with length 1; null for what points nowhere. */
export function unit(vector: Vector): Float64Array | null {
  const length = Math.sqrt(dot(vector, vector))
  return length > 1e-12 ? Float64Array.from(vector, value => value / length) : null
}

/** As the database keeps it: 32 bits a number. Rounded here, so that what is computed with is what is kept. */
export function asStored(vector: Vector): number[] {
  return Array.from(vector, Math.fround)
}
