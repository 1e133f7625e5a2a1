import type { DraftSeat, DraftSection } from './plan-draft.ts'

export interface PlacedSeat { section: DraftSection, seat: DraftSeat }

/** Seats of one cell that are kept: a pile of thousands on one spot stays quick, and a few of a pile tell that there is one. */
const CELL_LIMIT = 8
const AROUND = [-1, 0, 1]

/** Finds seats that lie nearer than `reach`: a grid of cells that wide, where only the nine cells around a seat matter. */
export class SpotIndex {
  readonly #reach: number
  readonly #cells = new Map<number, PlacedSeat[]>()

  constructor(reach: number) {
    this.#reach = reach
  }

  add(section: DraftSection, seat: DraftSeat): void {
    const key = cellKey(Math.floor(seat.x / this.#reach), Math.floor(seat.y / this.#reach))
    const cell = this.#cells.get(key)
    if (!cell) this.#cells.set(key, [{ section, seat }])
    else if (cell.length < CELL_LIMIT) cell.push({ section, seat })
  }

  /** A seat that lies under this one, if any: one of the same section first, since that is the worse fault. */
  under(section: DraftSection, seat: DraftSeat): PlacedSeat | undefined {
    const column = Math.floor(seat.x / this.#reach)
    const row = Math.floor(seat.y / this.#reach)
    let found: PlacedSeat | undefined
    // Steps and not bounds: beyond 2^53 a column and the next one are the same number, and counting up to it never ends.
    for (const right of AROUND) {
      for (const down of AROUND) {
        for (const other of this.#cells.get(cellKey(column + right, row + down)) ?? []) {
          if (Math.hypot(other.seat.x - seat.x, other.seat.y - seat.y) >= this.#reach) continue
          if (other.section === section) return other
          found ??= other
        }
      }
    }
    return found
  }
}

/** One number for a cell. Cells that are ever so far apart may share it: distances are looked at anyway. */
function cellKey(column: number, row: number): number {
  return column * 2 ** 24 + row
}
