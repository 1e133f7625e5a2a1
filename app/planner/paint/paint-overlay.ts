import type { Point } from '#shared/seating/plan.ts'
import { toPlan, toScreen } from '../../seatmap/camera.ts'
import type { Box } from '../geometry.ts'
import type { Guide } from '../snap.ts'
import type { Sheet } from './paint-drawing.ts'

/** What a tool shows while it is at work. */
export interface Preview {
  /** Seats that would be. */
  ghosts?: readonly Point[]
  outline?: readonly Point[]
  box?: Box
  lasso?: readonly Point[]
  guides?: readonly Guide[]
  /** Said beside the pointer, for example how many seats. */
  words?: string
  at?: Point
}

/** Lines every metre, every ten when seen from afar. */
export function paintGrid(sheet: Sheet): void {
  const { c, camera, viewport, look } = sheet
  const every = camera.scale > 0.25 ? 100 : camera.scale > 0.03 ? 1000 : 10_000
  const start = toPlan(camera, viewport, { x: 0, y: 0 })
  const end = toPlan(camera, viewport, { x: viewport.width, y: viewport.height })
  c.strokeStyle = look.grid
  c.lineWidth = 1
  c.beginPath()
  for (let x = Math.ceil(start.x / every) * every; x < end.x; x += every) {
    const at = Math.round((x - start.x) * camera.scale) + 0.5
    c.moveTo(at, 0)
    c.lineTo(at, viewport.height)
  }
  for (let y = Math.ceil(start.y / every) * every; y < end.y; y += every) {
    const at = Math.round((y - start.y) * camera.scale) + 0.5
    c.moveTo(0, at)
    c.lineTo(viewport.width, at)
  }
  c.stroke()
}

/** The box around what is picked, with the grips that turn and bend it. */
export function paintPicked(sheet: Sheet, box: Box, grips: readonly { at: Point, kind: 'turn' | 'bend' }[]): void {
  const { c, camera, viewport, look } = sheet
  const from = toScreen(camera, viewport, { x: box.left, y: box.top })
  const to = toScreen(camera, viewport, { x: box.right, y: box.bottom })
  c.setLineDash([5, 4])
  c.strokeStyle = look.accent
  c.lineWidth = 1.5
  c.strokeRect(from.x - 14, from.y - 14, to.x - from.x + 28, to.y - from.y + 28)
  c.setLineDash([])
  for (const grip of grips) {
    const { x, y } = toScreen(camera, viewport, grip.at)
    c.beginPath()
    if (grip.kind === 'turn') c.arc(x, y, 8, 0, 2 * Math.PI)
    else c.rect(x - 7, y - 7, 14, 14)
    c.fillStyle = look.ground
    c.fill()
    c.stroke()
  }
}

/** What the tool in hand would do. */
export function paintPreview(sheet: Sheet, preview: Preview): void {
  const { c, camera, viewport, look } = sheet
  c.strokeStyle = c.fillStyle = look.accent
  c.lineWidth = 1.5
  for (const ghost of preview.ghosts ?? []) {
    const { x, y } = toScreen(camera, viewport, ghost)
    c.globalAlpha = 0.55
    c.beginPath()
    c.arc(x, y, Math.max(1.5, 20 * camera.scale), 0, 2 * Math.PI)
    c.fill()
  }
  for (const line of [preview.outline, preview.lasso, preview.box && [{ x: preview.box.left, y: preview.box.top }, { x: preview.box.right, y: preview.box.top }, { x: preview.box.right, y: preview.box.bottom }, { x: preview.box.left, y: preview.box.bottom }]]) {
    if (!line?.length) continue
    c.beginPath()
    for (const point of line) {
      const { x, y } = toScreen(camera, viewport, point)
      c.lineTo(x, y)
    }
    c.closePath()
    c.globalAlpha = 0.12
    c.fill()
    c.globalAlpha = 1
    c.stroke()
  }
  c.globalAlpha = 1
  paintGuides(sheet, preview.guides ?? [])
  if (preview.words && preview.at) {
    const { x, y } = toScreen(camera, viewport, preview.at)
    c.font = `600 13px ${sheet.fontFamily}`
    c.textAlign = 'left'
    c.textBaseline = 'middle'
    const width = c.measureText(preview.words).width + 16
    c.fillStyle = look.ink
    c.beginPath()
    c.roundRect(x + 14, y - 34, width, 24, 8)
    c.fill()
    c.fillStyle = look.ground
    c.fillText(preview.words, x + 22, y - 22)
  }
}

function paintGuides({ c, camera, viewport, look }: Sheet, guides: readonly Guide[]): void {
  c.strokeStyle = look.guide
  c.lineWidth = 1
  c.beginPath()
  for (const { axis, at } of guides) {
    const { x, y } = toScreen(camera, viewport, { x: at, y: at })
    c.moveTo(axis === 'x' ? x : 0, axis === 'x' ? 0 : y)
    c.lineTo(axis === 'x' ? x : viewport.width, axis === 'x' ? viewport.height : y)
  }
  c.stroke()
}
