import fc from 'fast-check'
import type { PlanRow, SeatingPlan } from '#shared/seating/plan.ts'

/** A plan of straight rows, one text line each: section key, row label, then seats such as `1 2 3 _ 5`; `_` is a gap as wide as a seat. */
export function planOfRows(lines: readonly string[], options: { pitch?: number } = {}): SeatingPlan {
  const pitch = options.pitch ?? 50
  const plan = emptyPlan()
  const x: number[] = []
  const y: number[] = []
  lines.forEach((line, rowNumber) => {
    const [sectionKey = '', label = '', ...places] = line.trim().split(/\s+/)
    let section = plan.sections.findIndex(s => s.key === sectionKey)
    if (section < 0) section = plan.sections.push({ key: sectionKey, name: { en: sectionKey, zh: sectionKey }, level: { en: 'Stalls', zh: '池座' } }) - 1
    const firstSeat = plan.seats.label.length
    places.forEach((place, column) => {
      if (place === '_') return
      plan.seats.label.push(place)
      x.push(column * pitch)
      y.push(rowNumber * 90)
    })
    plan.rows.push({ section, label, firstSeat, seatCount: plan.seats.label.length - firstSeat })
  })
  return withColumns(plan, x, y)
}

/** A bowl of curved rows around a pitch, as an arena has it: `tiers` x 40 blocks. */
export function bowlPlan(seatGoal: number): SeatingPlan {
  const plan = emptyPlan()
  const x: number[] = []
  const y: number[] = []
  const blocks = 40
  const rowsPerBlock = 25
  for (let tier = 0; plan.seats.label.length < seatGoal; tier++) {
    for (let block = 0; block < blocks && plan.seats.label.length < seatGoal; block++) {
      const section = plan.sections.push({ key: `${tier + 1}${String(block + 1).padStart(2, '0')}`, name: { en: `Block ${tier + 1}${block + 1}`, zh: `${tier + 1}${block + 1}区` }, level: { en: `Tier ${tier + 1}`, zh: `第${tier + 1}层` } }) - 1
      for (let row = 0; row < rowsPerBlock && plan.seats.label.length < seatGoal; row++) {
        const radius = 4000 + tier * 3000 + row * 85
        const from = (block / blocks) * 2 * Math.PI + 100 / radius
        const count = Math.floor(((2 * Math.PI * radius) / blocks - 200) / 50)
        const firstSeat = plan.seats.label.length
        for (let seat = 0; seat < count && plan.seats.label.length < seatGoal; seat++) {
          const angle = from + (seat * 50) / radius
          plan.seats.label.push(String(seat + 1))
          x.push(Math.round(15_000 + 1.3 * radius * Math.cos(angle)))
          y.push(Math.round(15_000 + radius * Math.sin(angle)))
        }
        plan.rows.push({ section, label: String(row + 1), firstSeat, seatCount: plan.seats.label.length - firstSeat })
      }
    }
  }
  return { ...withColumns(plan, x, y), width: 30_000, height: 30_000, focal: { x: 15_000, y: 15_000 } }
}

function emptyPlan(): SeatingPlan {
  return {
    name: { en: 'Hall', zh: '大厅' }, width: 1000, height: 1000, focal: { x: 0, y: -500 },
    categories: [{ key: 'a', name: { en: 'A', zh: '甲' }, color: '#aa3355' }, { key: 'b', name: { en: 'B', zh: '乙' }, color: '#3355aa' }],
    sections: [], rows: [], areas: [], shapes: [],
    seats: { label: [], x: new Int32Array(), y: new Int32Array(), category: new Uint8Array(), flags: new Uint8Array() }
  }
}

function withColumns(plan: SeatingPlan, x: number[], y: number[]): SeatingPlan {
  return { ...plan, seats: { label: plan.seats.label, x: Int32Array.from(x), y: Int32Array.from(y), category: new Uint8Array(x.length), flags: new Uint8Array(x.length) } }
}

const label = fc.oneof(fc.nat(200).map(String), fc.string({ minLength: 1, maxLength: 6, unit: 'grapheme' }))
const labels = fc.oneof(
  fc.uniqueArray(label, { minLength: 1, maxLength: 12 }),
  fc.tuple(fc.nat(50), fc.integer({ min: 1, max: 3 }), fc.integer({ min: 1, max: 30 }), fc.boolean()).map(([from, step, count, down]) => {
    const counting = Array.from({ length: count }, (_, i) => String(from + i * step))
    return down ? counting.reverse() : counting
  })
)
const localText = fc.record({ en: fc.string({ unit: 'grapheme' }), zh: fc.string({ unit: 'grapheme' }) })
const coordinate = fc.oneof(fc.integer({ min: -100_000, max: 100_000 }), fc.integer({ min: -0x80000000, max: 0x7fffffff }))
const length = fc.double({ noNaN: true, noDefaultInfinity: true }).map(n => n + 0 || 0)
const point = fc.record({ x: length, y: length })
const outline = fc.array(point, { maxLength: 5 })

/** Any plan that the types allow: strange labels, far coordinates, areas and shapes. */
export const anyPlan: fc.Arbitrary<SeatingPlan> = fc.record({
  name: localText, width: length, height: length, focal: point,
  categories: fc.array(fc.record({ key: fc.string(), name: localText, color: fc.constantFrom('#aa3355', '#3355aa') }), { minLength: 1, maxLength: 4 }),
  sections: fc.array(fc.record({ key: fc.string(), name: localText, level: localText, outline }, { requiredKeys: ['key', 'name', 'level'] }), { minLength: 1, maxLength: 3 }),
  rows: fc.array(fc.record({ label, seats: labels, section: fc.nat() }), { maxLength: 8 }),
  areas: fc.array(fc.record({ key: fc.string(), name: localText, level: localText, category: fc.nat(), capacity: fc.nat(), outline }), { maxLength: 2 }),
  shapes: fc.array(fc.oneof(
    fc.record({ kind: fc.constantFrom('stage' as const, 'screen' as const, 'pitch' as const, 'wall' as const), outline, label: localText }, { requiredKeys: ['kind', 'outline'] }),
    fc.record({ kind: fc.constant('text' as const), at: point, label: localText, size: length })
  ), { maxLength: 3 })
}).chain((shape) => {
  const seatLabels = shape.rows.flatMap(row => row.seats)
  const column = (value: fc.Arbitrary<number>) => fc.array(value, { minLength: seatLabels.length, maxLength: seatLabels.length })
  return fc.record({ x: column(coordinate), y: column(coordinate), category: column(fc.nat(shape.categories.length - 1)), flags: column(fc.nat(15)) }).map((columns) => {
    let firstSeat = 0
    const rows = shape.rows.map((row): PlanRow => {
      const start = firstSeat
      firstSeat += row.seats.length
      return { section: row.section % shape.sections.length, label: row.label, firstSeat: start, seatCount: row.seats.length }
    })
    return {
      ...shape, rows,
      areas: shape.areas.map(area => ({ ...area, category: area.category % shape.categories.length })),
      seats: { label: seatLabels, x: Int32Array.from(columns.x), y: Int32Array.from(columns.y), category: Uint8Array.from(columns.category), flags: Uint8Array.from(columns.flags) }
    }
  })
})
