import type { MarkKind, Point } from '#shared/seating/plan.ts'
import type { LocalText, Locale } from '#shared/text/local-text.ts'
import { type Camera, toScreen, type Viewport, visibleBounds } from '../../seatmap/camera.ts'
import type { Drawing, DrawnRow, DrawnShape } from '../document.ts'
import { boxOf, middleOf } from '../geometry.ts'
import type { Selection } from '../pick.ts'
import type { Look } from './look.ts'
import type { SeatSprites } from './seat-sprites.ts'

export interface Sheet {
  c: CanvasRenderingContext2D
  camera: Camera
  viewport: Viewport
  /** Device pixels to a CSS pixel. */
  ratio: number
  look: Look
  locale: Locale
  fontFamily: string
  sprites: SeatSprites
  markWords: Record<MarkKind, string>
}

/** A seat is drawn so many centimetres wide. */
const SEAT_SIZE = 42

/** Everything of the drawing that is in sight. Measures are CSS pixels. */
export function paintDrawing(sheet: Sheet, drawing: Drawing, selection: Selection): void {
  for (const area of drawing.areas) paintArea(sheet, area.outline, colorOf(drawing, area.category), nameOf(sheet, area.name) + ` · ${area.capacity}`, selection.has(area.id))
  for (const shape of drawing.shapes) paintShape(sheet, shape, selection.has(shape.id))
  paintTables(sheet, drawing)
  paintSeats(sheet, drawing, selection)
  paintLabels(sheet, drawing)
  for (const mark of drawing.marks) paintMark(sheet, mark.at, mark.label ? nameOf(sheet, mark.label) : sheet.markWords[mark.kind], selection.has(mark.id))
}

const nameOf = ({ locale }: Sheet, text: LocalText) => text[locale]
const colorOf = (drawing: Drawing, key: string) => drawing.categories.find(category => category.key === key)?.color ?? '#888888'

function trace({ c, camera, viewport }: Sheet, outline: readonly Point[]): void {
  c.beginPath()
  for (const point of outline) {
    const { x, y } = toScreen(camera, viewport, point)
    c.lineTo(x, y)
  }
  c.closePath()
}

function paintArea(sheet: Sheet, outline: readonly Point[], color: string, name: string, isPicked: boolean): void {
  const { c, look } = sheet
  trace(sheet, outline)
  c.globalAlpha = 0.28
  c.fillStyle = color
  c.fill()
  c.globalAlpha = 1
  c.strokeStyle = isPicked ? look.accent : color
  c.lineWidth = isPicked ? 3 : 1.5
  c.stroke()
  const box = boxOf(outline)
  if (box) write(sheet, name, middleOf(box), Math.min(16, (box.right - box.left) * sheet.camera.scale / Math.max(4, name.length) * 1.6), look.ink)
}

function paintShape(sheet: Sheet, shape: DrawnShape, isPicked: boolean): void {
  const { c, look, camera } = sheet
  if (shape.kind === 'text') return write(sheet, nameOf(sheet, shape.label), shape.at, shape.size * camera.scale, isPicked ? look.accent : look.muted)
  trace(sheet, shape.outline)
  if (shape.kind !== 'wall') {
    c.fillStyle = shape.kind === 'pitch' ? 'rgba(64,140,80,0.25)' : look.stage
    c.fill()
  }
  c.strokeStyle = isPicked ? look.accent : look.muted
  c.lineWidth = isPicked ? 3 : 1.5
  if (isPicked || shape.kind === 'wall') c.stroke()
  const box = boxOf(shape.outline)
  if (box && shape.label) write(sheet, nameOf(sheet, shape.label), middleOf(box), Math.min(18, (box.bottom - box.top) * camera.scale * 0.5), shape.kind === 'stage' || shape.kind === 'screen' ? look.stageInk : look.ink)
}

function paintTables(sheet: Sheet, drawing: Drawing): void {
  const { c, camera, viewport, look } = sheet
  for (const section of drawing.sections) {
    for (const { table, label } of section.rows) {
      if (!table) continue
      const { x, y } = toScreen(camera, viewport, table.at)
      c.save()
      c.translate(x, y)
      c.rotate(table.rotation * Math.PI / 180)
      c.beginPath()
      if (table.form === 'round') c.arc(0, 0, table.width / 2 * camera.scale, 0, 2 * Math.PI)
      else c.rect(-table.width / 2 * camera.scale, -table.height / 2 * camera.scale, table.width * camera.scale, table.height * camera.scale)
      c.fillStyle = look.table
      c.fill()
      if (table.soldAs === 'whole') {
        c.strokeStyle = look.muted
        c.lineWidth = 1.5
        c.stroke()
      }
      c.restore()
      write(sheet, label, table.at, Math.min(16, Math.min(table.width, table.height) * camera.scale * 0.4), look.ink)
    }
  }
}

function paintSeats(sheet: Sheet, drawing: Drawing, selection: Selection): void {
  const { c, camera, viewport, ratio, look, sprites } = sheet
  const seen = visibleBounds(camera, viewport)
  const size = SEAT_SIZE * camera.scale
  const isDot = size * ratio < 4
  const sprite = Math.max(4, Math.round(size * ratio))
  const drawn = Math.ceil(sprite * 1.5) / ratio
  const colors = new Map(drawing.categories.map(({ key, color }) => [key, color]))
  for (const section of drawing.sections) {
    for (const row of section.rows) {
      for (const seat of row.seats) {
        if (seat.x < seen.left - SEAT_SIZE || seat.x > seen.right + SEAT_SIZE || seat.y < seen.top - SEAT_SIZE || seat.y > seen.bottom + SEAT_SIZE) continue
        const x = (seat.x - camera.x) * camera.scale + viewport.width / 2
        const y = (seat.y - camera.y) * camera.scale + viewport.height / 2
        const isPicked = selection.has(seat.id)
        const color = colors.get(seat.category) ?? '#888888'
        if (isDot) {
          c.fillStyle = isPicked ? look.accent : color
          c.fillRect(x - 1, y - 1, 2, 2)
        } else {
          c.drawImage(sprites.get(color, seat.flags, isPicked, sprite, look), x - drawn / 2, y - drawn / 2, drawn, drawn)
        }
      }
    }
  }
}

/** Seat numbers once they can be read, row labels at both ends, names of sections over the whole. */
function paintLabels(sheet: Sheet, drawing: Drawing): void {
  const { camera, viewport, look, c } = sheet
  const seen = visibleBounds(camera, viewport)
  const seatText = SEAT_SIZE * camera.scale * 0.42
  const rowText = Math.min(14, 60 * camera.scale)
  for (const section of drawing.sections) {
    for (const row of section.rows) {
      const [first, last] = [row.seats[0], row.seats.at(-1)]
      if (!first || !last) continue
      if (!row.table && rowText >= 7) paintRowLabel(sheet, row, rowText)
      if (seatText < 7) continue
      c.font = `600 ${seatText}px ${sheet.fontFamily}`
      c.textAlign = 'center'
      c.textBaseline = 'middle'
      c.fillStyle = '#ffffff'
      for (const seat of row.seats) {
        if (seat.x < seen.left || seat.x > seen.right || seat.y < seen.top || seat.y > seen.bottom) continue
        const at = toScreen(camera, viewport, seat)
        c.fillText(seat.label, at.x, at.y)
      }
    }
    if (rowText < 7) {
      const box = boxOf(section.rows.flatMap(row => row.seats))
      if (box) write(sheet, nameOf(sheet, section.name), middleOf(box), 14, look.ink, look.ground)
    }
  }
}

function paintRowLabel(sheet: Sheet, { seats, label }: DrawnRow, size: number): void {
  const [first, last] = [seats[0]!, seats.at(-1)!]
  const next = seats[1] ?? { x: first.x + 55, y: first.y }
  const before = seats.at(-2) ?? { x: last.x - 55, y: last.y }
  const beyond = (end: Point, inner: Point): Point => {
    const away = Math.hypot(end.x - inner.x, end.y - inner.y) || 1
    return { x: end.x + (end.x - inner.x) / away * 55, y: end.y + (end.y - inner.y) / away * 55 }
  }
  write(sheet, label, beyond(first, next), size, sheet.look.muted)
  if (seats.length > 1) write(sheet, label, beyond(last, before), size, sheet.look.muted)
}

function paintMark(sheet: Sheet, at: Point, words: string, isPicked: boolean): void {
  write(sheet, words, at, Math.max(9, Math.min(15, 60 * sheet.camera.scale)), isPicked ? sheet.look.accent : sheet.look.ink, sheet.look.table)
}

/** Words around a point; none where they would be too small to read. */
function write({ c, camera, viewport, fontFamily }: Sheet, words: string, point: Point, size: number, color: string, plate?: string): void {
  if (size < 6 || words === '') return
  const { x, y } = toScreen(camera, viewport, point)
  if (x < -300 || y < -100 || x > viewport.width + 300 || y > viewport.height + 100) return
  c.font = `600 ${size}px ${fontFamily}`
  c.textAlign = 'center'
  c.textBaseline = 'middle'
  if (plate) {
    const width = c.measureText(words).width + size
    c.fillStyle = plate
    c.beginPath()
    c.roundRect(x - width / 2, y - size * 0.85, width, size * 1.7, size * 0.5)
    c.fill()
  }
  c.fillStyle = color
  c.fillText(words, x, y)
}
