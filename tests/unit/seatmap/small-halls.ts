import type { PlanRow, Point, SeatingPlan } from '#shared/seating/plan.ts'

/** A hall from seat places, one list a row; sections of `rowsPerSection` rows each; categories change with every row. */
export function hallOf(rows: Point[][], rowsPerSection = 2): SeatingPlan {
  const planRows: PlanRow[] = []
  const points: Point[] = []
  rows.forEach((row, index) => {
    planRows.push({ section: Math.floor(index / rowsPerSection), label: String(index + 1), firstSeat: points.length, seatCount: row.length })
    points.push(...row)
  })
  const sections = Math.ceil(rows.length / rowsPerSection)
  return {
    name: { en: 'Hall', zh: '厅' },
    width: 1000,
    height: 1000,
    focal: { x: 0, y: 0 },
    categories: [{ key: 'a', name: { en: 'A', zh: '甲' }, color: '#e2603f' }, { key: 'b', name: { en: 'B', zh: '乙' }, color: '#3f7fdc' }],
    sections: Array.from({ length: sections }, (_, i) => ({ key: `s${i}`, name: { en: `Section ${i}`, zh: `${i}区` }, level: { en: 'Stalls', zh: '池座' } })),
    rows: planRows,
    seats: {
      label: rows.flatMap(row => row.map((_, i) => String(i + 1))),
      x: Int32Array.from(points, p => p.x),
      y: Int32Array.from(points, p => p.y),
      category: Uint8Array.from(rows.flatMap((row, index) => row.map(() => index % 2))),
      flags: new Uint8Array(points.length)
    },
    areas: [],
    shapes: []
  }
}

/** Straight rows, 50 units between neighbours and 90 between rows. */
export function straightHall(rows: number, seats: number): SeatingPlan {
  return hallOf(Array.from({ length: rows }, (_, row) => Array.from({ length: seats }, (_, seat) => ({ x: seat * 50, y: row * 90 }))))
}
