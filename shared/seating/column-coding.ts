/**
 * How the columns of a seating plan become short JSON. Each pair is lossless.
 * Chosen for what brotli does afterwards: neighbours differ little, so equal and small numbers repeat.
 */

/** `[value, count, value, count, ...]`. */
export function encodeRuns(values: ArrayLike<number>): number[] {
  const runs: number[] = []
  for (let i = 0; i < values.length; i++) {
    if (i > 0 && values[i] === values[i - 1]) runs[runs.length - 1]! += 1
    else runs.push(values[i]!, 1)
  }
  return runs
}

/** The reverse of `encodeRuns`: fills `into`, whose length and element type say what may come. Throws on anything else. */
export function decodeRuns(runs: unknown, into: Uint8Array | Uint32Array, what: string): void {
  if (!Array.isArray(runs) || runs.length % 2 !== 0) throw new Error(`${what} is a list of value and count`)
  let at = 0
  for (let i = 0; i < runs.length; i += 2) {
    const [value, count] = [runs[i] as unknown, runs[i + 1] as unknown]
    if (!isWhole(value, 0, 2 ** (8 * into.BYTES_PER_ELEMENT) - 1) || !isWhole(count, 1, into.length - at)) throw new Error(`${what} does not fit at ${i}`)
    into.fill(value, at, at + count)
    at += count
  }
  if (at !== into.length) throw new Error(`${what} has ${at} values for ${into.length}`)
}

/**
 * Differences, restarted at each row: the first seat of a row is told from the first seat of the row before,
 * which lies close, and the others from their neighbour.
 */
export function encodePositions(values: Int32Array, rowStarts: readonly number[]): number[] {
  const deltas: number[] = []
  forEachWithReference(values.length, rowStarts, (seat, reference) => {
    deltas.push(values[seat]! - (reference < 0 ? 0 : values[reference]!))
  })
  return deltas
}

/** The reverse of `encodePositions`. Throws where a value is not a 32-bit integer. */
export function decodePositions(deltas: readonly unknown[], rowStarts: readonly number[], what: string): Int32Array {
  const values = new Int32Array(deltas.length)
  forEachWithReference(values.length, rowStarts, (seat, reference) => {
    const delta = deltas[seat]
    const value = (reference < 0 ? 0 : values[reference]!) + (typeof delta === 'number' ? delta : Number.NaN)
    if (!isWhole(value, -0x80000000, 0x7fffffff)) throw new Error(`${what} is not a position at seat ${seat}`)
    values[seat] = value
  })
  return values
}

function forEachWithReference(length: number, rowStarts: readonly number[], visit: (seat: number, reference: number) => void): void {
  let row = 0
  for (let seat = 0; seat < length; seat++) {
    if (seat === rowStarts[row]) {
      visit(seat, row === 0 ? -1 : rowStarts[row - 1]!)
      row++
    } else {
      visit(seat, seat - 1)
    }
  }
}

/** One label, or `[first, step, count]`: labels that count up or down, such as 2, 4, 6. */
export type LabelRun = string | [first: number, step: number, count: number]

/** Labels of one row, where at least three in a line that count evenly become one run. */
export function encodeLabels(labels: readonly string[]): LabelRun[] {
  const runs: LabelRun[] = []
  let at = 0
  while (at < labels.length) {
    const count = countingFrom(labels, at)
    if (count >= 3) {
      runs.push([Number(labels[at]), Number(labels[at + 1]) - Number(labels[at]), count])
      at += count
    } else {
      runs.push(labels[at]!)
      at++
    }
  }
  return runs
}

function countingFrom(labels: readonly string[], start: number): number {
  const first = plainNumber(labels[start])
  const second = plainNumber(labels[start + 1])
  if (first === undefined || second === undefined) return 1
  let count = 2
  while (plainNumber(labels[start + count]) === first + count * (second - first)) count++
  return count
}

/** The number that is written exactly like the label; none for `07`, `A` or `1e3`. */
function plainNumber(label: string | undefined): number | undefined {
  return label !== undefined && /^(0|[1-9]\d{0,8})$/.test(label) ? Number(label) : undefined
}

/** The reverse of `encodeLabels`: at most `room` labels. Throws on anything else. */
export function decodeLabels(runs: unknown, room: number): string[] {
  if (!Array.isArray(runs)) throw new Error('the labels of a row are a list')
  const labels: string[] = []
  for (const run of runs as unknown[]) {
    if (typeof run === 'string') {
      labels.push(run)
    } else {
      const [first, step, count] = Array.isArray(run) ? run as unknown[] : []
      if (!isWhole(first, 0, 999_999_999) || !isWhole(step, -999_999_999, 999_999_999) || !isWhole(count, 3, room - labels.length)) throw new Error('a run of labels is [first, step, count]')
      if (!isWhole(first + step * (count - 1), 0, 999_999_999)) throw new Error('a run of labels leaves the numbers')
      for (let i = 0; i < count; i++) labels.push(String(first + i * step))
    }
  }
  if (labels.length > room) throw new Error('there are more labels than seats')
  return labels
}

/** Whether it is an integer from `low` to `high`. */
export function isWhole(value: unknown, low: number, high: number): value is number {
  return Number.isInteger(value) && (value as number) >= low && (value as number) <= high
}
