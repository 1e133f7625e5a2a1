import type { LocalText } from '#shared/text/local-text.ts'
import { decodeLabels, decodePositions, decodeRuns, encodeLabels, encodePositions, encodeRuns, isWhole, type LabelRun } from './column-coding.ts'
import type { PlanArea, PlanCategory, PlanRow, PlanSection, PlanShape, Point, SeatingPlan } from './plan.ts'

/**
 * A seating plan as plain JSON, made to be small after brotli (B4: 20,000 seats in at most 60 KB).
 * The same plan always gives the same JSON text, so its hash is the address of the plan.
 */
export interface EncodedPlan {
  version: 1
  name: LocalText
  width: number
  height: number
  /** Points are `[x, y, x, y, ...]`. */
  focal: number[]
  categories: PlanCategory[]
  sections: EncodedSection[]
  rows: {
    /** Index into `sections`, in runs of `[value, count]`. */
    section: number[]
    label: string[]
    /** Of each row, the labels of its seats; how many there are is the length of the row. */
    seats: LabelRun[][]
  }
  /** Differences to the neighbour. */
  x: number[]
  y: number[]
  /** In runs of `[value, count]`. */
  category: number[]
  flags: number[]
  areas: EncodedArea[]
  shapes: EncodedShape[]
}

type EncodedSection = Omit<PlanSection, 'outline'> & { outline?: number[] }
type EncodedArea = Omit<PlanArea, 'outline'> & { outline: number[] }
type EncodedShape =
  | { kind: 'stage' | 'screen' | 'pitch' | 'wall', outline: number[], label?: LocalText }
  | { kind: 'text', at: number[], label: LocalText, size: number }

/** The plan as small JSON. Throws where the rows do not cover the seats one after another. */
export function encodePlan(plan: SeatingPlan): EncodedPlan {
  const rowStarts = checkedRowStarts(plan)
  return {
    version: 1,
    name: text(plan.name),
    width: plan.width,
    height: plan.height,
    focal: flat([plan.focal]),
    categories: plan.categories.map(({ key, name, color }) => ({ key, name: text(name), color })),
    sections: plan.sections.map(({ key, name, level, outline }) => ({ key, name: text(name), level: text(level), ...(outline && { outline: flat(outline) }) })),
    rows: {
      section: encodeRuns(plan.rows.map(row => row.section)),
      label: plan.rows.map(row => row.label),
      seats: plan.rows.map(row => encodeLabels(plan.seats.label.slice(row.firstSeat, row.firstSeat + row.seatCount)))
    },
    x: encodePositions(plan.seats.x, rowStarts),
    y: encodePositions(plan.seats.y, rowStarts),
    category: encodeRuns(plan.seats.category),
    flags: encodeRuns(plan.seats.flags),
    areas: plan.areas.map(({ key, name, level, category, capacity, outline }) => ({ key, name: text(name), level: text(level), category, capacity, outline: flat(outline) })),
    shapes: plan.shapes.map(encodeShape)
  }
}

function checkedRowStarts(plan: SeatingPlan): number[] {
  let next = 0
  const starts = plan.rows.map((row) => {
    if (row.firstSeat !== next || !isWhole(row.seatCount, 1, plan.seats.label.length - next)) throw new Error(`row ${row.label} does not follow the row before it`)
    next += row.seatCount
    return row.firstSeat
  })
  const { label, x, y, category, flags } = plan.seats
  if ([label, x, y, category, flags].some(column => column.length !== next)) throw new Error(`the rows have ${next} seats, the columns do not`)
  return starts
}

function encodeShape(shape: PlanShape): EncodedShape {
  return shape.kind === 'text'
    ? { kind: shape.kind, at: flat([shape.at]), label: text(shape.label), size: shape.size }
    : { kind: shape.kind, outline: flat(shape.outline), ...(shape.label && { label: text(shape.label) }) }
}

function text({ en, zh }: LocalText): LocalText {
  return { en, zh }
}

function flat(points: readonly Point[]): number[] {
  return points.flatMap(({ x, y }) => [x, y])
}

/** The plan that `encodePlan` wrote. Throws an `Error` that names the part where the data is anything else. */
export function decodePlan(json: unknown): SeatingPlan {
  const root = asObject(json, 'plan')
  if (root.version !== 1) throw new Error(`this is not a plan of version 1, but ${String(root.version)}`)
  const x = asArray(root.x, 'x')
  const y = asArray(root.y, 'y')
  if (x.length !== y.length) throw new Error('x and y differ in length')
  const categories = asArray(root.categories, 'categories').map(asCategory)
  const sections = asArray(root.sections, 'sections').map(asSection)
  const { rows, labels } = asRows(asObject(root.rows, 'rows'), sections.length, x.length)
  const rowStarts = rows.map(row => row.firstSeat)
  const seats = {
    label: labels,
    x: decodePositions(x, rowStarts, 'x'),
    y: decodePositions(y, rowStarts, 'y'),
    category: new Uint8Array(x.length),
    flags: new Uint8Array(x.length)
  }
  decodeRuns(root.category, seats.category, 'category')
  decodeRuns(root.flags, seats.flags, 'flags')
  if (seats.category.some(category => category >= categories.length)) throw new Error('a seat has a category that is not there')
  const areas = asArray(root.areas, 'areas').map(area => asArea(area, categories.length))
  return {
    name: asText(root.name, 'name'),
    width: asNumber(root.width, 'width'),
    height: asNumber(root.height, 'height'),
    focal: asPoint(root.focal, 'focal'),
    categories, sections, rows, seats, areas,
    shapes: asArray(root.shapes, 'shapes').map(asShape)
  }
}

function asRows(rows: Record<string, unknown>, sectionCount: number, seatCount: number): { rows: PlanRow[], labels: string[] } {
  const rowLabels = asArray(rows.label, 'rows.label')
  const seatRuns = asArray(rows.seats, 'rows.seats')
  const section = new Uint32Array(rowLabels.length)
  decodeRuns(rows.section, section, 'rows.section')
  if (seatRuns.length !== rowLabels.length) throw new Error('rows.seats and rows.label differ in length')
  const labels: string[] = []
  const decoded = rowLabels.map((label, i): PlanRow => {
    if (section[i]! >= sectionCount) throw new Error(`row ${i} has a section that is not there`)
    const firstSeat = labels.length
    const own = decodeLabels(seatRuns[i], seatCount - firstSeat)
    if (own.length === 0) throw new Error(`row ${i} has no seats`)
    for (const seatLabel of own) labels.push(seatLabel)
    return { section: section[i]!, label: asString(label, 'rows.label'), firstSeat, seatCount: own.length }
  })
  if (labels.length !== seatCount) throw new Error(`there are ${labels.length} labels for ${seatCount} seats`)
  return { rows: decoded, labels }
}

function asCategory(value: unknown): PlanCategory {
  const category = asObject(value, 'category')
  return { key: asString(category.key, 'category.key'), name: asText(category.name, 'category.name'), color: asString(category.color, 'category.color') }
}

function asSection(value: unknown): PlanSection {
  const section = asObject(value, 'section')
  return {
    key: asString(section.key, 'section.key'),
    name: asText(section.name, 'section.name'),
    level: asText(section.level, 'section.level'),
    ...(section.outline !== undefined && { outline: asPoints(section.outline, 'section.outline') })
  }
}

function asArea(value: unknown, categoryCount: number): PlanArea {
  const area = asObject(value, 'area')
  if (!isWhole(area.category, 0, categoryCount - 1)) throw new Error('an area has a category that is not there')
  if (!isWhole(area.capacity, 0, Number.MAX_SAFE_INTEGER)) throw new Error('area.capacity is a number of persons')
  return {
    key: asString(area.key, 'area.key'),
    name: asText(area.name, 'area.name'),
    level: asText(area.level, 'area.level'),
    category: area.category,
    capacity: area.capacity,
    outline: asPoints(area.outline, 'area.outline')
  }
}

function asShape(value: unknown): PlanShape {
  const shape = asObject(value, 'shape')
  switch (shape.kind) {
    case 'text':
      return { kind: 'text', at: asPoint(shape.at, 'shape.at'), label: asText(shape.label, 'shape.label'), size: asNumber(shape.size, 'shape.size') }
    case 'stage': case 'screen': case 'pitch': case 'wall':
      return { kind: shape.kind, outline: asPoints(shape.outline, 'shape.outline'), ...(shape.label !== undefined && { label: asText(shape.label, 'shape.label') }) }
    default:
      throw new Error('shape.kind is not known')
  }
}

function asPoint(value: unknown, what: string): Point {
  const points = asPoints(value, what)
  if (points.length !== 1) throw new Error(`${what} is one point`)
  return points[0]!
}

function asPoints(value: unknown, what: string): Point[] {
  const numbers = asArray(value, what)
  if (numbers.length % 2 !== 0) throw new Error(`${what} is a list of x and y`)
  return Array.from({ length: numbers.length / 2 }, (_, i) => ({ x: asNumber(numbers[2 * i], what), y: asNumber(numbers[2 * i + 1], what) }))
}

function asText(value: unknown, what: string): LocalText {
  const { en, zh } = asObject(value, what)
  return { en: asString(en, what), zh: asString(zh, what) }
}

function asObject(value: unknown, what: string): Record<string, unknown> {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) throw new Error(`${what} is an object`)
  return value as Record<string, unknown>
}

function asArray(value: unknown, what: string): unknown[] {
  if (!Array.isArray(value)) throw new Error(`${what} is a list`)
  return value as unknown[]
}

function asString(value: unknown, what: string): string {
  if (typeof value !== 'string') throw new Error(`${what} is text`)
  return value
}

function asNumber(value: unknown, what: string): number {
  if (typeof value !== 'number' || !Number.isFinite(value)) throw new Error(`${what} is a number`)
  return value
}
