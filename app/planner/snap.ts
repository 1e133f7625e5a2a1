import type { Drawing } from './document.ts'
import { type Box, boxOf } from './geometry.ts'
import type { Selection } from './pick.ts'

/** What things may be brought in line with: the edges and middles of rows, areas and shapes that stay where they are. Sorted. */
export interface SnapLines { x: number[], y: number[] }

export interface Guide { axis: 'x' | 'y', at: number }

/** The lines of everything that is not picked. */
export function snapLines(drawing: Drawing, selection: Selection): SnapLines {
  const boxes: Box[] = []
  const note = (box: Box | null) => void (box && boxes.push(box))
  for (const section of drawing.sections) for (const row of section.rows) if (!row.seats.some(seat => selection.has(seat.id))) note(boxOf(row.seats))
  for (const area of drawing.areas) if (!selection.has(area.id)) note(boxOf(area.outline))
  for (const shape of drawing.shapes) if (!selection.has(shape.id) && shape.kind !== 'text') note(boxOf(shape.outline))
  const sorted = (values: number[]) => [...new Set(values.map(Math.round))].sort((a, b) => a - b)
  return {
    x: sorted(boxes.flatMap(({ left, right }) => [left, (left + right) / 2, right])),
    y: sorted(boxes.flatMap(({ top, bottom }) => [top, (top + bottom) / 2, bottom]))
  }
}

/**
 * The move that was meant: within `reach` of a line of a neighbour that line, else a step of the grid (0: none). `box` is the picked
 * things where they stood before the move.
 */
export function snapMove(box: Box, move: { dx: number, dy: number }, lines: SnapLines, reach: number, grid: number): { dx: number, dy: number, guides: Guide[] } {
  const x = snapAxis([box.left, (box.left + box.right) / 2, box.right], move.dx, lines.x, reach, grid)
  const y = snapAxis([box.top, (box.top + box.bottom) / 2, box.bottom], move.dy, lines.y, reach, grid)
  return {
    dx: x.by, dy: y.by,
    guides: [...x.at === null ? [] : [{ axis: 'x' as const, at: x.at }], ...y.at === null ? [] : [{ axis: 'y' as const, at: y.at }]]
  }
}

function snapAxis(own: readonly number[], by: number, lines: readonly number[], reach: number, grid: number): { by: number, at: number | null } {
  let best: { by: number, at: number, off: number } | null = null
  for (const edge of own) {
    const at = nearest(lines, edge + by)
    const off = at === null ? Infinity : Math.abs(at - edge - by)
    if (at !== null && off <= reach && off < (best?.off ?? Infinity)) best = { by: at - edge, at, off }
  }
  if (best) return { by: best.by, at: best.at }
  return { by: grid > 0 ? Math.round((own[0]! + by) / grid) * grid - own[0]! : by, at: null }
}

/** The value of a sorted list that lies nearest. */
function nearest(sorted: readonly number[], value: number): number | null {
  let low = 0
  let high = sorted.length
  while (low < high) {
    const middle = (low + high) >> 1
    if (sorted[middle]! < value) low = middle + 1
    else high = middle
  }
  const [before, after] = [sorted[low - 1], sorted[low]]
  if (before === undefined) return after ?? null
  return after === undefined || value - before <= after - value ? before : after
}
