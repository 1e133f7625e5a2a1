import type { Point, SeatingPlan } from '#shared/seating/plan.ts'
import { bowlTier } from './bowl.ts'
import { drawPlan, rectangle, ZONE_COLORS } from './draft.ts'
import { bowlPath, pathLength } from './geometry.ts'

/** The pitch of the laws of the game (105 m by 68 m), and the front edge of the stands around it. */
const PITCH = { width: 10500, height: 6800 }
const EDGE = bowlPath({ halfWidth: 6250, halfHeight: 4350, corner: 2700 })

/** A football stadium of more than 60,000 seats: an oval bowl on two tiers. */
export function stadium(): SeatingPlan {
  const all = { path: EDGE, from: 0, to: pathLength(EDGE), rowPitch: 80, seatPitch: 50, aisle: 120 }
  return drawPlan({
    name: { en: 'Football', zh: '足球比赛' },
    focal: { x: 0, y: 0 },
    categories: [
      { key: 'main', name: { en: 'Halfway line', zh: '中线看台' }, color: ZONE_COLORS.gold },
      { key: 'side', name: { en: 'Touchline', zh: '边线看台' }, color: ZONE_COLORS.coral },
      { key: 'corner', name: { en: 'Corners', zh: '角区看台' }, color: ZONE_COLORS.violet },
      { key: 'end', name: { en: 'Behind the goals', zh: '球门后看台' }, color: ZONE_COLORS.green },
      { key: 'upper-side', name: { en: 'Upper touchline', zh: '上层边线' }, color: ZONE_COLORS.blue },
      { key: 'upper', name: { en: 'Upper tier', zh: '上层看台' }, color: ZONE_COLORS.teal }
    ],
    sections: [
      ...bowlTier({ ...all, blocks: 40, firstNumber: 101, level: { en: 'Lower tier', zh: '下层看台' }, rows: 30, offset: 180, wheelchairEvery: 5, category: lowerZone }),
      ...bowlTier({
        ...all, blocks: 52, firstNumber: 201, level: { en: 'Upper tier', zh: '上层看台' }, rows: 32, offset: 180 + 30 * 80 + 480, wheelchairEvery: 13,
        category: (middle, row) => onTouchline(middle) && row < 20 ? 'upper-side' : 'upper'
      })
    ],
    shapes: [
      { kind: 'pitch', outline: rectangle(-PITCH.width / 2, -PITCH.height / 2, PITCH.width, PITCH.height), label: { en: 'Pitch', zh: '球场' } },
      ...markings().map(outline => ({ kind: 'wall' as const, outline }))
    ]
  })
}

const onTouchline = (middle: Point) => Math.abs(middle.y) > 4000 && Math.abs(middle.x) < 4600

function lowerZone(middle: Point): string {
  if (onTouchline(middle)) return Math.abs(middle.x) < 2600 ? 'main' : 'side'
  return Math.abs(middle.y) < 2600 ? 'end' : 'corner'
}

/** Halfway line, centre circle and penalty areas: thin outlines that make the green a pitch. */
function markings(): Point[][] {
  const circle = Array.from({ length: 32 }, (_, step) => ({ x: 915 * Math.cos(step * Math.PI / 16), y: 915 * Math.sin(step * Math.PI / 16) }))
  return [
    rectangle(-6, -PITCH.height / 2, 12, PITCH.height),
    circle,
    rectangle(-PITCH.width / 2, -2016, 1650, 4032),
    rectangle(PITCH.width / 2 - 1650, -2016, 1650, 4032),
    rectangle(-PITCH.width / 2, -916, 550, 1832),
    rectangle(PITCH.width / 2 - 550, -916, 550, 1832)
  ]
}
