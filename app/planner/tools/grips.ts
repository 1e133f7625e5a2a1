import type { Point } from '#shared/seating/plan.ts'
import type { Drawing } from '../document.ts'
import { boxOf } from '../geometry.ts'
import { pickedRows, pointsOf, type Selection } from '../pick.ts'

/** What one takes hold of: above the picked things to turn them, in the middle of a single picked row to bend it. `pixel`: centimetres to a CSS pixel. */
export function gripsOf(drawing: Drawing, selection: Selection, pixel: number): { at: Point, kind: 'turn' | 'bend' }[] {
  if (selection.size < 2) return []
  const box = boxOf(pointsOf(drawing, selection))
  if (!box) return []
  const grips: { at: Point, kind: 'turn' | 'bend' }[] = [{ kind: 'turn', at: { x: (box.left + box.right) / 2, y: box.top - 40 * pixel } }]
  const rows = pickedRows(drawing, selection)
  const [row] = rows
  if (rows.length === 1 && row && !row.table && row.seats.length > 2 && row.seats.length === selection.size) {
    const middle = row.seats[row.seats.length >> 1]!
    grips.push({ kind: 'bend', at: { x: middle.x, y: middle.y + 26 * pixel + 24 } })
  }
  return grips
}
