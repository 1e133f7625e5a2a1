import type { LocalText } from '#shared/text/local-text.ts'
import type { Point } from './plan.ts'

/* How the parts of a plan's JSON are read. */

/** One point, written `[x, y]`. @throws an `Error` that names the part */
export function asPoint(value: unknown, what: string): Point {
  const points = asPoints(value, what)
  if (points.length !== 1) throw new Error(`${what} is one point`)
  return points[0]!
}

/** Points, written `[x, y, x, y, ...]`. @throws an `Error` that names the part */
export function asPoints(value: unknown, what: string): Point[] {
  const numbers = asArray(value, what)
  if (numbers.length % 2 !== 0) throw new Error(`${what} is a list of x and y`)
  return Array.from({ length: numbers.length / 2 }, (_, i) => ({ x: asNumber(numbers[2 * i], what), y: asNumber(numbers[2 * i + 1], what) }))
}

/** Words in both languages. @throws an `Error` that names the part */
export function asText(value: unknown, what: string): LocalText {
  const { en, zh } = asObject(value, what)
  return { en: asString(en, what), zh: asString(zh, what) }
}

/** An object. @throws an `Error` that names the part */
export function asObject(value: unknown, what: string): Record<string, unknown> {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) throw new Error(`${what} is an object`)
  return value as Record<string, unknown>
}

/** A list. @throws an `Error` that names the part */
export function asArray(value: unknown, what: string): unknown[] {
  if (!Array.isArray(value)) throw new Error(`${what} is a list`)
  return value as unknown[]
}

/** A text. @throws an `Error` that names the part */
export function asString(value: unknown, what: string): string {
  if (typeof value !== 'string') throw new Error(`${what} is text`)
  return value
}

/** A finite number. @throws an `Error` that names the part */
export function asNumber(value: unknown, what: string): number {
  if (typeof value !== 'number' || !Number.isFinite(value)) throw new Error(`${what} is a number`)
  return value
}

/** Points as they are written, `[x, y, x, y, ...]`. */
export function flat(points: readonly Point[]): number[] {
  return points.flatMap(({ x, y }) => [x, y])
}

/** Words without anything else that the object may have. */
export function text({ en, zh }: LocalText): LocalText {
  return { en, zh }
}
