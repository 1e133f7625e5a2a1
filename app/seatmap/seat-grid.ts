import type { SeatColumns } from '#shared/seating/plan.ts'
import type { Bounds } from './geometry.ts'

const MOST_CELLS_PER_SEAT = 4

/**
 * Finds seats by place: square cells, each with the seats in it, in two flat arrays. Built once per plan in O(seats).
 */
export class SeatGrid {
  readonly #x: Int32Array
  readonly #y: Int32Array
  readonly #cell: number
  readonly #left: number
  readonly #top: number
  readonly #columns: number
  readonly #rows: number
  /** Where the seats of a cell begin in `#seats`; one longer than there are cells. */
  readonly #starts: Uint32Array
  readonly #seats: Uint32Array

  /** `cell` is the side of a cell in plan units, or larger where blocks lie so far apart that most cells would be empty; `box` holds all seats. */
  constructor(seats: SeatColumns, box: Bounds, cell: number) {
    this.#x = seats.x
    this.#y = seats.y
    const count = seats.x.length
    this.#cell = Math.max(cell, 1, Math.sqrt(Math.max(box.right - box.left, 0) * Math.max(box.bottom - box.top, 0) / (MOST_CELLS_PER_SEAT * (count + 1))))
    this.#left = box.left
    this.#top = box.top
    this.#columns = count === 0 ? 1 : Math.floor((box.right - box.left) / this.#cell) + 1
    this.#rows = count === 0 ? 1 : Math.floor((box.bottom - box.top) / this.#cell) + 1
    this.#starts = new Uint32Array(this.#columns * this.#rows + 1)
    this.#seats = new Uint32Array(count)

    const cellOf = new Uint32Array(count)
    for (let seat = 0; seat < count; seat++) {
      const cell = this.#row(seats.y[seat]!) * this.#columns + this.#column(seats.x[seat]!)
      cellOf[seat] = cell
      this.#starts[cell + 1]!++
    }
    for (let i = 1; i < this.#starts.length; i++) this.#starts[i]! += this.#starts[i - 1]!
    const next = this.#starts.slice()
    for (let seat = 0; seat < count; seat++) this.#seats[next[cellOf[seat]!]!++] = seat
  }

  /** Calls `visit` for every seat whose centre lies in the box. */
  forEachIn(box: Bounds, visit: (seat: number) => void): void {
    const lastColumn = this.#column(box.right)
    const lastRow = this.#row(box.bottom)
    for (let row = this.#row(box.top); row <= lastRow; row++) {
      for (let column = this.#column(box.left); column <= lastColumn; column++) {
        const cell = row * this.#columns + column
        for (let i = this.#starts[cell]!; i < this.#starts[cell + 1]!; i++) {
          const seat = this.#seats[i]!
          const x = this.#x[seat]!
          const y = this.#y[seat]!
          if (x >= box.left && x <= box.right && y >= box.top && y <= box.bottom) visit(seat)
        }
      }
    }
  }

  /** The seat whose centre is nearest to the point and at most `reach` away; the lower index where two are as near; -1 for none. */
  nearest(x: number, y: number, reach: number): number {
    let best = -1
    let bestSquare = reach * reach
    this.forEachIn({ left: x - reach, top: y - reach, right: x + reach, bottom: y + reach }, (seat) => {
      const square = (this.#x[seat]! - x) ** 2 + (this.#y[seat]! - y) ** 2
      if (square < bestSquare || (square === bestSquare && (best === -1 || seat < best))) {
        best = seat
        bestSquare = square
      }
    })
    return best
  }

  #column(x: number): number {
    return Math.min(Math.max(Math.floor((x - this.#left) / this.#cell), 0), this.#columns - 1)
  }

  #row(y: number): number {
    return Math.min(Math.max(Math.floor((y - this.#top) / this.#cell), 0), this.#rows - 1)
  }
}
