import type { LocalText } from '#shared/text/local-text.ts'
import { decodeLabels, decodePositions, decodeRuns, encodeLabels, encodePositions, encodeRuns, isWhole, type LabelRun } from './column-coding.ts'
import { decodeFurniture, type EncodedFurniture, encodeFurniture } from './plan-furniture-codec.ts'
import { asArray, asNumber, asObject, asPoint, asPoints, asString, asText, flat, text } from './plan-json.ts'
import type { PlanArea, PlanCategory, PlanRow, PlanSection, PlanShape, SeatingPlan } from './plan.ts'

/**
 * A seating plan as plain JSON, made to be small after brotli (B4: 20,000 seats in at most 60 KB).
 * The same plan always gives the same JSON text, so its hash is the address of the plan.
 */
export interface EncodedPlan extends EncodedFurniture {
  /** 2 where the plan has tables, marks or pictures: who does not know them must not sell by it. */
  version: 1 | 2
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
  const furniture = encodeFurniture(plan)
  const isNew = furniture.tables !== undefined || furniture.marks !== undefined || [...plan.sections, ...plan.areas].some(part => part.view !== undefined)
  return {
    version: isNew ? 2 : 1,
    name: text(plan.name),
    width: plan.width,
    height: plan.height,
    focal: flat([plan.focal]),
    categories: plan.categories.map(({ key, name, color }) => ({ key, name: text(name), color })),
    sections: plan.sections.map(({ key, name, level, outline, view }) => ({ key, name: text(name), level: text(level), ...(outline && { outline: flat(outline) }), ...(view && { view }) })),
    rows: {
      section: encodeRuns(plan.rows.map(row => row.section)),
      label: plan.rows.map(row => row.label),
      seats: plan.rows.map(row => encodeLabels(plan.seats.label.slice(row.firstSeat, row.firstSeat + row.seatCount)))
    },
    x: encodePositions(plan.seats.x, rowStarts),
    y: encodePositions(plan.seats.y, rowStarts),
    category: encodeRuns(plan.seats.category),
    flags: encodeRuns(plan.seats.flags),
    areas: plan.areas.map(({ key, name, level, category, capacity, outline, view }) => ({ key, name: text(name), level: text(level), category, capacity, outline: flat(outline), ...(view && { view }) })),
    shapes: plan.shapes.map(encodeShape),
    ...furniture
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

/** The plan that `encodePlan` wrote. Throws an `Error` that names the part where the data is anything else. */
export function decodePlan(json: unknown): SeatingPlan {
  const root = asObject(json, 'plan')
  if (root.version !== 1 && root.version !== 2) throw new Error(`this is not a plan of version 1 or 2, but ${String(root.version)}`)
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
    shapes: asArray(root.shapes, 'shapes').map(asShape),
    ...decodeFurniture(root, rows.length)
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
    ...(section.outline !== undefined && { outline: asPoints(section.outline, 'section.outline') }),
    ...(section.view !== undefined && { view: asString(section.view, 'section.view') })
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
    outline: asPoints(area.outline, 'area.outline'),
    ...(area.view !== undefined && { view: asString(area.view, 'area.view') })
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
