import { type Point, SeatFlag, type SeatingPlan } from '#shared/seating/plan.ts'
import { type DraftRow, type DraftSection, drawPlan, rectangle, rowLetters, ZONE_COLORS } from './draft.ts'
import { curvedRow } from './geometry.ts'

const PITCH = 53
const ROW_PITCH = 95
const AISLE = 120
/** The rows are curved around a point far behind the stage. */
const CENTRE: Point = { x: 0, y: -2450 }
const FIRST_RADIUS = 2800
const STALLS_ROWS = 24
const CIRCLE_RADIUS = FIRST_RADIUS + STALLS_ROWS * ROW_PITCH + 260
const CIRCLE_ROWS = 8

type Side = 'left' | 'centre' | 'right'

/** A two-level theatre of about 1,200 seats: fan-shaped stalls in three blocks, and a circle over their back. */
export function theatre(): SeatingPlan {
  return drawPlan({
    name: { en: 'Main stage', zh: '大剧场' },
    focal: { x: 0, y: -100 },
    categories: [
      { key: 'premium', name: { en: 'Premium', zh: '贵宾席' }, color: ZONE_COLORS.gold },
      { key: 'band-a', name: { en: 'Band A', zh: 'A档' }, color: ZONE_COLORS.coral },
      { key: 'band-b', name: { en: 'Band B', zh: 'B档' }, color: ZONE_COLORS.violet },
      { key: 'band-c', name: { en: 'Band C', zh: 'C档' }, color: ZONE_COLORS.blue },
      { key: 'value', name: { en: 'Value', zh: '优惠席' }, color: ZONE_COLORS.teal }
    ],
    sections: [
      ...(['left', 'centre', 'right'] as const).map(side => section('stalls', side)),
      ...(['left', 'centre', 'right'] as const).map(side => section('circle', side))
    ],
    shapes: [
      { kind: 'stage', outline: stage(), label: { en: 'Stage', zh: '舞台' } },
      { kind: 'wall', outline: rectangle(-820, -1010, 1640, 60) }
    ]
  })
}

const LEVELS = { stalls: { en: 'Stalls', zh: '池座' }, circle: { en: 'Circle', zh: '楼座' } }
const SIDES = { left: { en: 'left', zh: '左区' }, centre: { en: 'centre', zh: '中区' }, right: { en: 'right', zh: '右区' } }

function section(level: 'stalls' | 'circle', side: Side): DraftSection {
  const count = level === 'stalls' ? STALLS_ROWS : CIRCLE_ROWS
  return {
    key: `${level}-${side}`,
    name: { en: `${LEVELS[level].en} ${SIDES[side].en}`, zh: `${LEVELS[level].zh}${SIDES[side].zh}` },
    level: LEVELS[level],
    rows: rowLetters(count).map((label, row) => seatRow(level, side, row, label))
  }
}

/** Seats are numbered through the whole row, from the left as one faces the stage. */
function seatRow(level: 'stalls' | 'circle', side: Side, row: number, label: string): DraftRow {
  const wide = widths(level, row)
  const count = side === 'centre' ? wide.centre : wide.side
  const firstNumber = side === 'left' ? 1 : side === 'centre' ? wide.side + 1 : wide.side + wide.centre + 1
  const halfCentre = (wide.centre - 1) / 2 * PITCH
  const start = side === 'centre' ? -halfCentre : side === 'right' ? halfCentre + AISLE : -halfCentre - AISLE - (count - 1) * PITCH
  const radius = (level === 'stalls' ? FIRST_RADIUS : CIRCLE_RADIUS) + row * ROW_PITCH
  return {
    label,
    seats: curvedRow({ centre: CENTRE, radius, start, count, pitch: PITCH }).map((point, seat) => {
      const fromAisle = side === 'left' ? count - 1 - seat : seat
      return {
        ...point,
        label: String(firstNumber + seat),
        category: category(level, side, row, fromAisle),
        flags: flags(level, side, row, fromAisle, count)
      }
    })
  }
}

/** The fan: blocks grow by a seat every second row until the walls stop them. */
function widths(level: 'stalls' | 'circle', row: number): { centre: number, side: number } {
  if (level === 'circle') return { centre: 20 + (row >> 1), side: row < 6 ? 14 : 12 }
  return { centre: Math.min(20, 12 + (row >> 1)), side: Math.min(12, 5 + ((row + 1) >> 1)) }
}

function category(level: 'stalls' | 'circle', side: Side, row: number, fromAisle: number): string {
  if (level === 'circle') {
    if (side === 'centre') return row < 3 ? 'band-b' : row < 5 ? 'band-c' : 'value'
    return row < 4 && fromAisle < 9 ? 'band-c' : 'value'
  }
  if (side === 'centre') return row >= 2 && row < 11 ? 'premium' : row < 17 ? 'band-a' : 'band-b'
  if (fromAisle >= 8) return row < 12 ? 'band-c' : 'value'
  return row < 13 ? 'band-a' : row < 19 ? 'band-b' : 'band-c'
}

/** Wheelchair places with a companion's seat at the aisle of the last row; the ends of the first rows see less. */
function flags(level: 'stalls' | 'circle', side: Side, row: number, fromAisle: number, count: number): number {
  if (level === 'stalls' && row === STALLS_ROWS - 1) {
    const place = side !== 'centre' && fromAisle < 6 ? (fromAisle % 2 === 0 ? SeatFlag.accessible : SeatFlag.companion) : 0
    return place | SeatFlag.stairsFree
  }
  const atWall = side !== 'centre' && fromAisle >= count - (level === 'circle' ? 3 : 1)
  return atWall && row < 3 ? SeatFlag.restrictedView : 0
}

function stage(): Point[] {
  const front = Array.from({ length: 9 }, (_, step) => ({ x: 700 - step * 175, y: 60 + Math.round(90 * Math.cos((step - 4) / 4 * Math.PI / 2)) }))
  return [{ x: -560, y: -900 }, { x: 560, y: -900 }, { x: 760, y: 0 }, ...front, { x: -760, y: 0 }]
}
