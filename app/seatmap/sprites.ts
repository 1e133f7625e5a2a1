import { SeatFlag } from '#shared/seating/plan.ts'
import { css, inkOn, mix, type Rgb } from './colour.ts'
import type { Palette } from './palette.ts'

/** Shapes of a free seat. */
const Shape = { plain: 0, accessible: 1, companion: 2, restricted: 3 } as const
const SHAPES = 4

/** Seats that look the same in every category. */
export const Mark = { held: 0, sold: 1, offSale: 2, mine: 3, choosing: 4 } as const
type MarkValue = (typeof Mark)[keyof typeof Mark]
const MARKS = 5

/**
 * Every look of a seat at one size, painted once: a seat is then one `drawImage` without scaling, which is the cheapest
 * way to draw thousands of marks on a 2D canvas.
 */
export interface Sprites {
  image: CanvasImageSource
  /** Side of a sprite in device pixels. */
  cell: number
  columnOfFree: (category: number, flags: number) => number
  columnOfMark: (mark: MarkValue) => number
}

/** `radius` of a seat in device pixels; `hasMarks` where they are large enough to be read. */
export function paintSprites(palette: Palette, radius: number, hasMarks: boolean): Sprites {
  const cell = Math.ceil(radius * 2.6) + 4
  const columns = MARKS + palette.categories.length * SHAPES
  const canvas = new OffscreenCanvas(cell * columns, cell)
  const context = canvas.getContext('2d')!
  const at = (column: number, paint: (context: Brush, radius: number) => void) => {
    context.save()
    context.translate(column * cell + cell / 2, cell / 2)
    paint(context, radius)
    context.restore()
  }
  at(Mark.held, (c, r) => paintHeld(c, r, palette.held, hasMarks))
  at(Mark.sold, (c, r) => paintDot(c, r < 10 ? Math.max(r * 0.3, 1) : 3 + (r - 10) * 0.12, palette.sold))
  at(Mark.offSale, (c, r) => paintDot(c, Math.max(r * 0.18, 0.8), palette.offSale))
  at(Mark.mine, (c, r) => paintMine(c, r, palette, hasMarks))
  at(Mark.choosing, (c, r) => paintChoosing(c, r, palette))
  palette.categories.forEach((colour, category) => {
    const column = MARKS + category * SHAPES
    at(column + Shape.plain, (c, r) => paintDot(c, r, css(colour)))
    at(column + Shape.accessible, (c, r) => paintAccessible(c, r, colour, hasMarks))
    at(column + Shape.companion, (c, r) => paintCompanion(c, r, colour, hasMarks))
    at(column + Shape.restricted, (c, r) => paintRestricted(c, r, colour, palette.ground))
  })
  return {
    image: canvas.transferToImageBitmap(),
    cell,
    columnOfFree: (category, flags) => MARKS + category * SHAPES + shapeOf(flags),
    columnOfMark: mark => mark
  }
}

type Brush = OffscreenCanvasRenderingContext2D

function shapeOf(flags: number): number {
  if (flags & SeatFlag.accessible) return Shape.accessible
  if (flags & SeatFlag.companion) return Shape.companion
  if (flags & SeatFlag.restrictedView) return Shape.restricted
  return Shape.plain
}

function paintDot(c: Brush, r: number, colour: string): void {
  c.fillStyle = colour
  c.beginPath()
  c.arc(0, 0, r, 0, Math.PI * 2)
  c.fill()
}

/** A ring with a dash: no entry. */
function paintHeld(c: Brush, r: number, colour: string, hasMarks: boolean): void {
  const width = Math.max(r * 0.2, 1)
  c.strokeStyle = colour
  c.lineWidth = width
  c.beginPath()
  c.arc(0, 0, r * 0.86 - width / 2, 0, Math.PI * 2)
  if (hasMarks) {
    c.moveTo(-r * 0.36, 0)
    c.lineTo(r * 0.36, 0)
  }
  c.stroke()
}

/** A check in the accent colour, with a ring of ink around it so that no price zone looks like it; larger than any other seat. */
function paintMine(c: Brush, r: number, palette: Palette, hasMarks: boolean): void {
  paintDot(c, r * 1.28, css(palette.ground))
  c.strokeStyle = palette.ink
  c.lineWidth = Math.max(r * 0.14, 1.2)
  c.beginPath()
  c.arc(0, 0, r * 1.2, 0, Math.PI * 2)
  c.stroke()
  paintDot(c, r, css(palette.accent))
  if (!hasMarks) return
  c.strokeStyle = palette.accentInk
  c.lineWidth = Math.max(r * 0.24, 1.2)
  c.lineCap = 'round'
  c.lineJoin = 'round'
  c.beginPath()
  c.moveTo(-r * 0.42, r * 0.04)
  c.lineTo(-r * 0.1, r * 0.38)
  c.lineTo(r * 0.46, -r * 0.34)
  c.stroke()
}

/** The ring of a chosen seat, its inside still waiting. */
function paintChoosing(c: Brush, r: number, palette: Palette): void {
  paintDot(c, r * 1.28, css(palette.ground))
  paintDot(c, r * 0.95, css(mix(palette.accent, palette.ground, 0.62)))
  c.strokeStyle = css(palette.accent)
  c.lineWidth = Math.max(r * 0.2, 1.2)
  c.setLineDash([r * 0.5, r * 0.32])
  c.beginPath()
  c.arc(0, 0, r * 1.16, 0, Math.PI * 2)
  c.stroke()
}

function paintAccessible(c: Brush, r: number, colour: Rgb, hasMarks: boolean): void {
  paintSquare(c, r, css(colour))
  if (!hasMarks) return
  // The wheelchair of ISO 7001, in strokes.
  c.strokeStyle = css(inkOn(colour))
  c.fillStyle = c.strokeStyle
  c.lineWidth = Math.max(r * 0.17, 1)
  c.lineCap = 'round'
  c.lineJoin = 'round'
  c.beginPath()
  c.arc(-r * 0.1, -r * 0.6, r * 0.14, 0, Math.PI * 2)
  c.fill()
  c.beginPath()
  c.moveTo(-r * 0.1, -r * 0.32)
  c.lineTo(-r * 0.04, r * 0.1)
  c.lineTo(r * 0.34, r * 0.1)
  c.lineTo(r * 0.5, r * 0.5)
  c.stroke()
  c.beginPath()
  c.arc(-r * 0.08, r * 0.26, r * 0.38, Math.PI * 0.15, Math.PI * 1.35)
  c.stroke()
}

/** A square with a plus: beside a wheelchair place. */
function paintCompanion(c: Brush, r: number, colour: Rgb, hasMarks: boolean): void {
  paintSquare(c, r, css(colour))
  if (!hasMarks) return
  c.strokeStyle = css(inkOn(colour))
  c.lineWidth = Math.max(r * 0.18, 1)
  c.lineCap = 'round'
  c.beginPath()
  c.moveTo(-r * 0.4, 0)
  c.lineTo(r * 0.4, 0)
  c.moveTo(0, -r * 0.4)
  c.lineTo(0, r * 0.4)
  c.stroke()
}

/** A disc with a slice cut off. */
function paintRestricted(c: Brush, r: number, colour: Rgb, ground: Rgb): void {
  paintDot(c, r, css(colour))
  c.fillStyle = css(mix(colour, ground, 0.72))
  c.beginPath()
  c.arc(0, 0, r * 0.84, Math.PI * 1.08, Math.PI * 1.92)
  c.closePath()
  c.fill()
}

function paintSquare(c: Brush, r: number, colour: string): void {
  c.fillStyle = colour
  c.beginPath()
  c.roundRect(-r * 0.94, -r * 0.94, r * 1.88, r * 1.88, r * 0.36)
  c.fill()
}
