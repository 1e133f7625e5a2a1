import { type DraftCategory, type DraftRow, type DraftSeat, type DraftSection, keyFor, type PlanDraft } from '#shared/seating/plan-draft.ts'
import { fault, type PlanFault } from '#shared/seating/plan-fault-kinds.ts'
import type { PlanShape, Point } from '#shared/seating/plan.ts'
import type { LocalText } from '#shared/text/local-text.ts'
import { categoryColor } from './palette.ts'
import { pretixShapes } from './pretix-shapes.ts'

type Json = Record<string, unknown>

/**
 * Reads a plan in pretix's seating-plan format (its JSON schema is src/pretix/static/seating/seating-plan.schema.json).
 * A zone becomes a section, and positions add up: zone, row, seat. pretix has no capacity for areas, so they are
 * drawn and not sold. Returns what could be read and the faults of the rest.
 */
export function readPretixPlan(text: string, name: LocalText): { draft: PlanDraft, faults: PlanFault[] } {
  const draft: PlanDraft = { name, categories: [], sections: [], areas: [], shapes: [] }
  const faults: PlanFault[] = text.includes('\ufffd') ? [fault('wrong-encoding', '')] : []
  let root: unknown
  try {
    root = JSON.parse(text.replace(/^\ufeff/, ''))
  } catch (problem) {
    return { draft, faults: [...faults, fault('unreadable', '', { name: (problem as Error).message })] }
  }
  const { categories, zones } = asObject(root)
  draft.categories = list(categories, '/categories', faults).map(readCategory)
  const keys = new Set<string>()
  list(zones, '/zones', faults).forEach((value, z) => {
    const zone = asObject(value)
    const origin = position(zone.position)
    const section = readZone(zone, origin, keys, `/zones/${z}`, faults)
    if (section.rows.length > 0) draft.sections.push(section)
    draft.shapes.push(...optionalList(zone.areas, `/zones/${z}/areas`, faults).flatMap((area): PlanShape[] => pretixShapes(asObject(area), origin)))
  })
  return { draft, faults }
}

function readCategory(value: unknown, c: number): DraftCategory {
  const { name, color } = asObject(value)
  const ref = label(name)
  return { ref, name: { en: ref, zh: ref }, color: hexColor(color) ?? (color === undefined ? categoryColor(c) : label(color)), place: `/categories/${c}` }
}

function readZone(zone: Json, origin: Point, keys: Set<string>, place: string, faults: PlanFault[]): DraftSection {
  const name = label(zone.name)
  const rows = list(zone.rows, `${place}/rows`, faults).map((row, r) => readRow(asObject(row), origin, `${place}/rows/${r}`, faults))
  return { key: keyFor(name, `section-${keys.size + 1}`, keys), name: { en: name, zh: name }, level: { en: name, zh: name }, rows, place }
}

function readRow(row: Json, zoneOrigin: Point, place: string, faults: PlanFault[]): DraftRow {
  const own = position(row.position)
  const origin = { x: zoneOrigin.x + own.x, y: zoneOrigin.y + own.y }
  return { label: label(row.row_number), seats: list(row.seats, `${place}/seats`, faults).map((seat, s) => readSeat(asObject(seat), origin, `${place}/seats/${s}`)), place }
}

function readSeat(seat: Json, origin: Point, place: string): DraftSeat {
  const own = asObject(seat.position)
  return {
    label: label(seat.seat_number),
    x: origin.x + coordinate(own.x),
    y: origin.y + coordinate(own.y),
    category: label(seat.category),
    flags: 0,
    ...(label(seat.seat_guid) !== '' && { sourceId: label(seat.seat_guid) }),
    place
  }
}

/** Zones and rows without a position stand at the origin of what holds them. */
function position(value: unknown): Point {
  if (value === undefined || value === null) return { x: 0, y: 0 }
  const { x, y } = asObject(value)
  return { x: coordinate(x), y: coordinate(y) }
}

function coordinate(value: unknown): number {
  return typeof value === 'number' ? value : Number.NaN
}

/** Some editors write numbers where the schema has text. */
function label(value: unknown): string {
  return typeof value === 'string' ? value.trim() : typeof value === 'number' ? String(value) : ''
}

function hexColor(value: unknown): string | undefined {
  const short = /^#([0-9a-f])([0-9a-f])([0-9a-f])$/i.exec(label(value))
  if (short) return `#${short.slice(1).map(digit => digit + digit).join('')}`
  return /^#[0-9a-f]{6}$/i.test(label(value)) ? label(value) : undefined
}

function optionalList(value: unknown, place: string, faults: PlanFault[]): unknown[] {
  return value === undefined || value === null ? [] : list(value, place, faults)
}

function list(value: unknown, place: string, faults: PlanFault[]): unknown[] {
  if (Array.isArray(value)) return value as unknown[]
  faults.push(fault('missing-part', place, { name: place.slice(place.lastIndexOf('/') + 1) }))
  return []
}

function asObject(value: unknown): Json {
  return typeof value === 'object' && value !== null && !Array.isArray(value) ? value as Json : {}
}
