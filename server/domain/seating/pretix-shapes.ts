import { INVISIBLE } from '#shared/seating/plan-fault-kinds.ts'
import type { PlanShape, Point } from '#shared/seating/plan.ts'

type Json = Record<string, unknown>

/** Corners that a circle is drawn with. */
const CIRCLE_CORNERS = 32
/** Longer texts on a map are no labels. */
const MAX_TEXT = 60
/** pretix's text size where the area has none. */
const TEXT_SIZE = 16

/**
 * What an area of a pretix plan draws: its outline, and its text beside it. An area without finite measures draws nothing:
 * it is decoration, and no reason to refuse a plan. Older files have `width` and `height`, newer ones a `shape`.
 */
export function pretixShapes(area: Json, origin: Point): PlanShape[] {
  const position = pointOf(area.position)
  const at = { x: origin.x + position.x, y: origin.y + position.y }
  const text = textOf(area.text)
  const turn = rotation(area.rotation)
  const outline = cornersOf(area).map(corner => moved(turn(corner), at))
  const shapes: PlanShape[] = []
  if (outline.length > 2 && outline.every(isFinitePoint)) shapes.push({ kind: kindOf(text), outline })
  if (text !== '') {
    const textAt = moved(turn(pointOf(asObject(area.text).position)), at)
    const size = numberOr(asObject(area.text).size, TEXT_SIZE)
    if (isFinitePoint(textAt) && size > 0) shapes.push({ kind: 'text', at: textAt, label: { en: text, zh: text }, size })
  }
  return shapes
}

/** The corners as seen from the position of the area: rectangles start there, round shapes have it in the middle. */
function cornersOf(area: Json): Point[] {
  const shape = asObject(area[String(area.shape)])
  switch (area.shape) {
    case 'circle': return ellipse(numberOr(shape.radius, Number.NaN), numberOr(shape.radius, Number.NaN))
    case 'ellipse': return ellipse(numberOr(asObject(shape.radius).x, Number.NaN), numberOr(asObject(shape.radius).y, Number.NaN))
    case 'polygon': return Array.isArray(shape.points) ? (shape.points as unknown[]).slice(0, 1000).map(pointOf) : []
    case 'text': return []
    default: return rectangle(numberOr(shape.width ?? area.width, Number.NaN), numberOr(shape.height ?? area.height, Number.NaN))
  }
}

function rectangle(width: number, height: number): Point[] {
  return [{ x: 0, y: 0 }, { x: width, y: 0 }, { x: width, y: height }, { x: 0, y: height }]
}

function ellipse(rx: number, ry: number): Point[] {
  return Array.from({ length: CIRCLE_CORNERS }, (_, i) => {
    const angle = (i / CIRCLE_CORNERS) * 2 * Math.PI
    return { x: rx * Math.cos(angle), y: ry * Math.sin(angle) }
  })
}

/** Turns around the position of the area, clockwise in degrees as SVG does. */
function rotation(degrees: unknown): (point: Point) => Point {
  const angle = numberOr(degrees, 0) * Math.PI / 180
  const [sin, cos] = [Math.sin(angle), Math.cos(angle)]
  return ({ x, y }) => ({ x: x * cos - y * sin, y: x * sin + y * cos })
}

function kindOf(text: string): 'stage' | 'screen' | 'pitch' | 'wall' {
  if (/stage|bühne|scène|舞台/i.test(text)) return 'stage'
  if (/screen|leinwand|银幕|屏幕/i.test(text)) return 'screen'
  return /pitch|field|arena|spielfeld|场地|球场/i.test(text) ? 'pitch' : 'wall'
}

/** Newer files have an object, older ones the text itself. */
function textOf(value: unknown): string {
  const text = typeof value === 'string' ? value : asObject(value).text
  return typeof text === 'string' ? [...text.replace(INVISIBLE, ' ').trim()].slice(0, MAX_TEXT).join('') : ''
}

function pointOf(value: unknown): Point {
  const { x, y } = asObject(value)
  return { x: numberOr(x, 0), y: numberOr(y, 0) }
}

function moved(point: Point, by: Point): Point {
  return { x: point.x + by.x, y: point.y + by.y }
}

function isFinitePoint(point: Point): boolean {
  return Math.abs(point.x) < 1e6 && Math.abs(point.y) < 1e6
}

function numberOr(value: unknown, otherwise: number): number {
  return typeof value === 'number' && Number.isFinite(value) ? value : otherwise
}

function asObject(value: unknown): Json {
  return typeof value === 'object' && value !== null && !Array.isArray(value) ? value as Json : {}
}
