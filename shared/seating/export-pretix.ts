import type { DocumentRow, PlanDocument } from './plan-document.ts'
import type { PlanShape, Point } from './plan.ts'

/**
 * The plan in pretix's seating-plan format. Sections become zones with absolute positions. pretix knows neither tables nor standing
 * areas nor flags: table tops and areas are drawn, the chairs are rows, and the rest is left out.
 */
export function pretixOfDocument(document: PlanDocument): Record<string, unknown> {
  const names = new Map(document.categories.map(({ key, name }) => [key, name.en]))
  const frame = frameOf(document)
  const drawn = [...document.shapes.map(shapeArea), ...document.areas.map(area => polygon(area.outline, area.name.en, '#dddddd'))]
  return {
    name: document.name.en,
    size: { width: frame.right + 100, height: frame.bottom + 100 },
    categories: document.categories.map(({ name, color }) => ({ name: name.en, color })),
    zones: [
      ...document.sections.map(section => ({
        name: section.name.en, position: { x: 0, y: 0 },
        rows: section.rows.map(row => ({
          row_number: row.label, row_number_position: 'both', position: { x: 0, y: 0 },
          seats: row.seats.map(([label, x, y, category]) => ({ seat_guid: `${section.key}.${row.label}.${label}`, seat_number: label, position: { x, y }, category: names.get(category) ?? category }))
        })),
        areas: section.rows.flatMap(tableArea)
      })),
      ...drawn.length > 0 ? [{ name: 'Drawing', position: { x: 0, y: 0 }, rows: [], areas: drawn }] : []
    ]
  }
}

function tableArea({ table, label }: DocumentRow): unknown[] {
  if (!table) return []
  const text = { position: { x: 0, y: 0 }, color: '#333333', text: label, size: 16 }
  const look = { color: '#eeeeee', border_color: '#999999', rotation: table.rotation }
  return table.form === 'round'
    ? [{ ...look, shape: 'circle', position: table.at, circle: { radius: table.width / 2 }, text }]
    : [{ ...look, ...polygon([[-1, -1], [1, -1], [1, 1], [-1, 1]].map(([x, y]) => ({ x: x! * table.width / 2, y: y! * table.height / 2 })), label, '#eeeeee'), position: table.at }]
}

function shapeArea(shape: PlanShape): Record<string, unknown> {
  return shape.kind === 'text'
    ? { shape: 'text', position: shape.at, color: '#333333', border_color: '#333333', rotation: 0, text: { position: { x: 0, y: 0 }, color: '#333333', text: shape.label.en, size: shape.size } }
    : polygon(shape.outline, shape.label?.en ?? (shape.kind === 'wall' ? '' : shape.kind), '#cccccc')
}

function polygon(outline: readonly Point[], text: string, color: string): Record<string, unknown> {
  const middle = { x: mean(outline.map(p => p.x)), y: mean(outline.map(p => p.y)) }
  return {
    shape: 'polygon', position: { x: 0, y: 0 }, color, border_color: '#888888', rotation: 0, polygon: { points: outline.map(({ x, y }) => ({ x, y })) },
    ...text !== '' && { text: { position: middle, color: '#333333', text, size: 20 } }
  }
}

const mean = (values: readonly number[]) => values.length === 0 ? 0 : values.reduce((sum, value) => sum + value, 0) / values.length

function frameOf(document: PlanDocument): { right: number, bottom: number } {
  const points = [
    ...document.sections.flatMap(section => section.rows.flatMap(row => row.seats.map(([, x, y]) => ({ x, y })))),
    ...document.areas.flatMap(area => area.outline), ...document.shapes.flatMap(shape => shape.kind === 'text' ? [shape.at] : shape.outline)
  ]
  return points.reduce((frame, { x, y }) => ({ right: Math.max(frame.right, x), bottom: Math.max(frame.bottom, y) }), { right: 0, bottom: 0 })
}
