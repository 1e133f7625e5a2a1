import type { MarkKind, PlanTable, Point } from '#shared/seating/plan.ts'
import { toScreen, visibleBounds } from './camera.ts'
import type { Detail } from './detail.ts'
import { grow } from './geometry.ts'
import { type Scene, say, type View } from './scene.ts'

type Brush = CanvasRenderingContext2D

/** Tables, under their chairs. Call with the brush in plan units. */
export function paintTables(c: Brush, { model, palette }: Scene, view: View): void {
  const seen = grow(visibleBounds(view.camera, view.viewport), model.pitch * 4)
  c.fillStyle = palette.table
  c.strokeStyle = palette.tableEdge
  for (const table of model.plan.tables ?? []) {
    if (!isIn(table.at, seen)) continue
    // One that goes only as a whole has a firm edge.
    c.lineWidth = (table.soldAs === 'whole' ? 2 : 1) / view.camera.scale
    c.beginPath()
    traceTable(c, table)
    c.fill()
    c.stroke()
  }
}

function traceTable(c: Brush, { form, at, width, height, rotation }: PlanTable): void {
  if (form === 'round') return c.ellipse(at.x, at.y, width / 2, height / 2, 0, 0, Math.PI * 2)
  const [cos, sin] = [Math.cos(rotation * Math.PI / 180), Math.sin(rotation * Math.PI / 180)]
  const corners = [[-1, -1], [1, -1], [1, 1], [-1, 1]].map(([x, y]) => [x! * width / 2, y! * height / 2] as const)
  corners.forEach(([x, y], index) => {
    const [px, py] = [at.x + x * cos - y * sin, at.y + x * sin + y * cos]
    if (index === 0) c.moveTo(px, py)
    else c.lineTo(px, py)
  })
  c.closePath()
}

/** The labels of tables, where they can be read. */
export function paintTableLabels(c: Brush, { model, palette, fontFamily }: Scene, view: View, detail: Detail): void {
  if (!detail.hasRowLabels) return
  c.setTransform(view.ratio, 0, 0, view.ratio, 0, 0)
  c.fillStyle = palette.ink
  c.textAlign = 'center'
  c.textBaseline = 'middle'
  const seen = visibleBounds(view.camera, view.viewport)
  for (const { row, at, width, height } of model.plan.tables ?? []) {
    const size = Math.min(Math.min(width, height) * view.camera.scale * 0.4, 15)
    if (size < 7 || !isIn(at, seen)) continue
    c.font = `600 ${size}px ${fontFamily}`
    const { x, y } = toScreen(view.camera, view.viewport, at)
    c.fillText(model.plan.rows[row]!.label, x, y)
  }
}

/** Signs of a house in strokes on a square of 24, its middle at 0. */
const SIGNS: Record<MarkKind, string> = {
  entrance: 'M3-8H7V8H3M-8 0H2M-2-4 2 0-2 4',
  exit: 'M-3-8H-7V8H-3M-4 0H8M4-4 8 0 4 4',
  stairs: 'M-8 7H-3V2H2V-3H7V-8',
  lift: 'M-7-8H7V8H-7ZM-3-1 0-5 3-1M-3 2 0 6 3 2',
  bar: 'M-7-7H7L0 1ZM0 1V8M-4 8H4',
  toilets: 'M-10-5-7.5 5-5.5-1-3.5 5-1-5M9-3A4 5 0 1 0 9 3',
  cloakroom: 'M0-3V-1L8 5H-8L0-1M0-3A2.5 2.5 0 1 1 2.5-5.5'
}

/** Entrances, stairs, the bar: a sign each, with its own words beside it where it has some. Call after the seats. */
export function paintMarks(c: Brush, scene: Scene, view: View, detail: Detail): void {
  const { model: { plan, pitch }, palette } = scene
  const size = Math.min(Math.max(pitch * view.camera.scale * 0.9, 13), 22)
  const seen = grow(visibleBounds(view.camera, view.viewport), size / view.camera.scale)
  for (const mark of plan.marks ?? []) {
    if (!isIn(mark.at, seen)) continue
    const at = toScreen(view.camera, view.viewport, mark.at)
    paintSign(c, mark.kind, at, size, view.ratio, palette.muted)
    if (!mark.label || !detail.hasSeats) continue
    c.setTransform(view.ratio, 0, 0, view.ratio, 0, 0)
    c.font = `500 12px ${scene.fontFamily}`
    c.textAlign = 'center'
    c.textBaseline = 'top'
    c.fillStyle = palette.muted
    c.fillText(say(mark.label, scene.locale), at.x, at.y + size * 0.6)
  }
}

const paths = new Map<MarkKind, Path2D>()

function paintSign(c: Brush, kind: MarkKind, at: Point, size: number, ratio: number, ink: string): void {
  if (!paths.has(kind)) paths.set(kind, new Path2D(SIGNS[kind]))
  const scale = size / 20 * ratio
  c.setTransform(scale, 0, 0, scale, at.x * ratio, at.y * ratio)
  c.strokeStyle = ink
  c.lineWidth = 1.8
  c.lineCap = 'round'
  c.lineJoin = 'round'
  c.stroke(paths.get(kind)!)
}

function isIn({ x, y }: Point, { left, top, right, bottom }: { left: number, top: number, right: number, bottom: number }): boolean {
  return x >= left && x <= right && y >= top && y <= bottom
}
