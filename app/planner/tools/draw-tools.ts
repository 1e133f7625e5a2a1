import type { Point } from '#shared/seating/plan.ts'
import { addArea, addMark, addRows, addBlock, addShape, addTables, addText } from '../add.ts'
import { boxBetween, cornersOf, distance } from '../geometry.ts'
import { type BlockWish, layBlock, layChairs, layRow, seatsOn } from '../lay-seats.ts'
import { type Bench, type Keys, onGrid, type Tool } from './tool.ts'

/** A tool that is pressed, drawn to somewhere and let go. */
function dragTool(bench: Bench, work: { show: (from: Point, to: Point, keys: Keys) => void, make: (from: Point, to: Point, keys: Keys) => void }): Tool {
  let from: Point | null = null
  const grid = (at: Point) => onGrid(at, bench.settings().grid)
  return {
    cursor: 'crosshair',
    down(at) { from = grid(at) },
    move(at, keys) { if (from) work.show(from, grid(at), keys) },
    up(at, keys) {
      const start = from
      from = null
      bench.show(null)
      if (start && distance(start, at) > 6 * bench.pixel()) work.make(start, grid(at), keys)
    },
    cancel() {
      if (!from) return bench.done()
      from = null
      bench.show(null)
    }
  }
}

/** A straight row from end to end; Shift keeps it level or upright. */
export function rowTool(bench: Bench): Tool {
  const end = (from: Point, to: Point, { shift }: Keys) => !shift ? to : Math.abs(to.x - from.x) > Math.abs(to.y - from.y) ? { x: to.x, y: from.y } : { x: from.x, y: to.y }
  const seats = (from: Point, to: Point) => {
    const pitch = bench.settings().seatPitch
    const count = seatsOn(from, to, pitch)
    // Seats stand as far apart as was asked for; the line that was drawn only says about how many.
    const length = distance(from, to) || 1
    const last = { x: from.x + (to.x - from.x) / length * pitch * (count - 1), y: from.y + (to.y - from.y) / length * pitch * (count - 1) }
    return layRow(from, last, count)
  }
  return dragTool(bench, {
    show(from, to, keys) {
      const ghosts = seats(from, end(from, to, keys))
      bench.show({ ghosts, words: bench.say('seats', ghosts.length), at: to })
    },
    make(from, to, keys) {
      const { into, category } = bench.settings()
      bench.planner.act(drawing => addRows(drawing, into, [seats(from, end(from, to, keys))], category))
      bench.done()
    }
  })
}

/** As many rows of as many seats as fit into the box that is drawn. */
export function blockTool(bench: Bench): Tool {
  const wish = (from: Point, to: Point): BlockWish => {
    const { seatPitch, rowPitch } = bench.settings()
    const box = boxBetween(from, to)
    return {
      at: { x: (box.left + box.right) / 2, y: box.top }, rows: Math.floor((box.bottom - box.top) / rowPitch) + 1, seatsPerRow: Math.floor((box.right - box.left) / seatPitch) + 1,
      seatPitch, rowPitch, bend: 0, growth: 'same', rotation: 0, aislesAfter: [], aisle: 0
    }
  }
  return dragTool(bench, {
    show(from, to) {
      const block = wish(from, to)
      bench.show({ box: boxBetween(from, to), ghosts: layBlock(block).flat(), words: bench.say('size', block.rows, block.seatsPerRow, block.rows * block.seatsPerRow), at: to })
    },
    make(from, to) {
      const { into, category } = bench.settings()
      bench.planner.act(drawing => addBlock(drawing, into, wish(from, to), category))
      bench.done()
    }
  })
}

/** A stage, screen or wall as wide and deep as the box that is drawn. */
export function boxShapeTool(bench: Bench, kind: 'stage' | 'screen' | 'wall'): Tool {
  return dragTool(bench, {
    show: (from, to) => bench.show({ box: boxBetween(from, to) }),
    make(from, to) {
      const { stageLabel, screenLabel } = bench.settings()
      bench.planner.act(drawing => addShape(drawing, kind, cornersOf(boxBetween(from, to)), kind === 'stage' ? stageLabel : kind === 'screen' ? screenLabel : undefined))
      bench.done()
    }
  })
}

/** Things that one click puts down. Tables and signs stay in hand for the next one. */
export function clickTool(bench: Bench, kind: 'table' | 'text' | 'mark'): Tool {
  const table = (at: Point) => ({ ...bench.settings().table, at, rotation: 0 })
  return {
    cursor: 'copy',
    down() { /* It is put down where the button is let go. */ },
    move(at) { if (kind === 'table') bench.show({ ghosts: layChairs(table(onGrid(at, bench.settings().grid))) }) },
    up(at) {
      const { into, category, markKind, text, grid } = bench.settings()
      const spot = onGrid(at, grid)
      bench.planner.act(drawing => kind === 'table' ? addTables(drawing, into, [table(spot)], category) : kind === 'mark' ? addMark(drawing, markKind, spot) : addText(drawing, spot, text, 60))
      if (kind === 'text') bench.done()
    },
    cancel() {
      bench.show(null)
      bench.done()
    }
  }
}

/** Square centimetres that a standing person has: 2.5 people to a square metre. */
const PER_PERSON = 4000

/** A standing area, corner by corner; it closes by a double click, by Enter, or on its first corner. */
export function areaTool(bench: Bench): Tool {
  let corners: Point[] = []
  function close(): void {
    const outline = corners
    corners = []
    bench.show(null)
    if (outline.length < 3) return
    const { category } = bench.settings()
    bench.planner.act(drawing => addArea(drawing, outline, Math.max(1, Math.round(surfaceOf(outline) / PER_PERSON)), category))
    bench.done()
  }
  return {
    cursor: 'crosshair',
    down() { /* A corner is where the button is let go. */ },
    move(at) { if (corners.length > 0) bench.show({ outline: [...corners, onGrid(at, bench.settings().grid)] }) },
    up(at) {
      const corner = onGrid(at, bench.settings().grid)
      if (corners.length > 2 && distance(corner, corners[0]!) < 12 * bench.pixel()) return close()
      if (corners.length === 0 || distance(corner, corners.at(-1)!) > 3 * bench.pixel()) corners.push(corner)
      bench.show({ outline: corners })
    },
    double: close,
    finish: close,
    cancel() {
      if (corners.length === 0) return bench.done()
      corners = []
      bench.show(null)
    }
  }
}

/** The area of a polygon (shoelace formula). */
export function surfaceOf(outline: readonly Point[]): number {
  return Math.abs(outline.reduce((sum, point, i) => {
    const next = outline[(i + 1) % outline.length]!
    return sum + point.x * next.y - next.x * point.y
  }, 0)) / 2
}
