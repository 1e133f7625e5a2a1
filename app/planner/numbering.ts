import type { Point } from '#shared/seating/plan.ts'
import type { DrawnRow, DrawnSeat } from './document.ts'
import { boxOf, distance, middleOf } from './geometry.ts'

/** How rows are named: from the row nearest to the stage, or towards it. */
export interface RowScheme {
  kind: 'letters' | 'numbers'
  from: 'stage' | 'back'
  /** The first label as a number: 1 is A or 1. */
  start: number
  step: number
  /** Without I and O, which people read as 1 and 0. */
  skipsLookalikes: boolean
}

/**
 * How seats are numbered. Left and right are those of somebody who looks at the stage. `odd-even`: 1, 3, 5 ... from the middle to the
 * left and 2, 4, 6 ... to the right, as old theatres have it. `odd-even-right`: the other way round. `middle`: 1 in the middle, then
 * outwards, left before right. `continuous`: left to right, and each row goes on where the one before ended.
 */
export interface SeatScheme {
  kind: 'left-to-right' | 'right-to-left' | 'odd-even' | 'odd-even-right' | 'middle' | 'continuous'
  start: number
  step: number
  as: 'numbers' | 'letters'
}

const ALL = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ'
const CLEAR = 'ABCDEFGHJKLMNPQRSTUVWXYZ'

/** 1 is A, 26 (or without I and O 24) is Z, then AA, AB ... */
export function letterLabel(n: number, skipsLookalikes: boolean): string {
  const letters = skipsLookalikes ? CLEAR : ALL
  let label = ''
  for (let rest = n; rest > 0; rest = Math.floor((rest - 1) / letters.length)) label = letters[(rest - 1) % letters.length]! + label
  return label
}

/** Labels of as many rows, in the order in which they are counted. */
export function rowLabels(count: number, scheme: RowScheme): string[] {
  return Array.from({ length: count }, (_, i) => {
    const n = scheme.start + i * scheme.step
    return scheme.kind === 'letters' ? letterLabel(Math.max(1, n), scheme.skipsLookalikes) : String(n)
  })
}

/** The rows with new labels. Tables keep theirs: they are not counted from the stage. */
export function nameRows(rows: readonly DrawnRow[], scheme: RowScheme, focal: Point): DrawnRow[] {
  const counted = rows.filter(row => !row.table && row.seats.length > 0)
  const far = new Map(counted.map(row => [row.id, distanceTo(row, focal)]))
  const ordered = [...counted].sort((a, b) => (far.get(a.id)! - far.get(b.id)!) * (scheme.from === 'stage' ? 1 : -1))
  const labels = rowLabels(ordered.length, scheme)
  const named = new Map(ordered.map((row, i) => [row.id, labels[i]!]))
  return rows.map(row => named.has(row.id) ? { ...row, label: named.get(row.id)! } : row)
}

/** The rows with new seat numbers; rows are counted from the stage. Chairs of tables are numbered around their table. */
export function numberSeats(rows: readonly DrawnRow[], scheme: SeatScheme, focal: Point): DrawnRow[] {
  const ordered = [...rows].sort((a, b) => distanceTo(a, focal) - distanceTo(b, focal))
  const labelled = new Map<number, string>()
  let next = scheme.start
  for (const row of ordered) {
    const seats = row.table ? row.seats : fromTheLeft(row.seats, focal)
    const numbers = row.table ? seats.map((_, i) => scheme.start + i * scheme.step) : numbersOf(seats.length, scheme.kind === 'continuous' ? { ...scheme, start: next } : scheme)
    if (!row.table) next += seats.length * scheme.step
    seats.forEach((seat, i) => labelled.set(seat.id, scheme.as === 'letters' ? letterLabel(Math.max(1, numbers[i]!), true) : String(numbers[i]!)))
  }
  return rows.map(row => ({ ...row, seats: row.seats.map(seat => ({ ...seat, label: labelled.get(seat.id)! })) }))
}

/** The numbers of a row's seats from left to right. */
export function numbersOf(count: number, { kind, start, step }: SeatScheme): number[] {
  const nth = (i: number) => start + i * step
  const places = Array.from({ length: count }, (_, i) => i)
  switch (kind) {
    case 'left-to-right': case 'continuous': return places.map(nth)
    case 'right-to-left': return places.map(i => nth(count - 1 - i))
    // The odd side has the seat in the very middle.
    case 'odd-even': { const left = Math.ceil(count / 2); return places.map(i => i < left ? start + 2 * (left - 1 - i) : start + 1 + 2 * (i - left)) }
    case 'odd-even-right': { const left = Math.floor(count / 2); return places.map(i => i < left ? start + 1 + 2 * (left - 1 - i) : start + 2 * (i - left)) }
    case 'middle': {
      const outwards = [...places].sort((a, b) => Math.abs(a - (count - 1) / 2) - Math.abs(b - (count - 1) / 2) || a - b)
      return places.map(i => nth(outwards.indexOf(i)))
    }
  }
}

/** The seats from the left to the right of somebody in the row who looks at the stage. */
export function fromTheLeft(seats: readonly DrawnSeat[], focal: Point): DrawnSeat[] {
  const box = boxOf(seats)
  if (!box) return []
  const middle = middleOf(box)
  const facing = { x: focal.x - middle.x, y: focal.y - middle.y }
  // To the right of who looks along `facing` with y downwards.
  const right = { x: -facing.y, y: facing.x }
  return [...seats].sort((a, b) => (a.x - b.x) * right.x + (a.y - b.y) * right.y)
}

function distanceTo(row: DrawnRow, focal: Point): number {
  const box = boxOf(row.seats)
  // By its nearest seat a long row would come before a short one: by the middle seat.
  return box ? distance(row.seats[row.seats.length >> 1] ?? middleOf(box), focal) : 0
}
