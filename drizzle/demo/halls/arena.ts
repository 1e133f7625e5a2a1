import { type Point, SeatFlag, type SeatingPlan } from '#shared/seating/plan.ts'
import { bowlTier } from './bowl.ts'
import { type DraftSection, drawPlan, rectangle, ZONE_COLORS } from './draft.ts'
import { bowlPath, pathLength, straightRow } from './geometry.ts'

const FLOOR = bowlPath({ halfWidth: 1750, halfHeight: 3300, corner: 900 })

/** An arena of more than 12,000 seats: a bowl around three sides of the floor, a stage at its end, seats and standing room before it. */
export function arena(): SeatingPlan {
  const length = pathLength(FLOOR)
  const stretch = { path: FLOOR, from: length * 0.1, to: length * 0.9, rowPitch: 85, seatPitch: 50, aisle: 120, wheelchairEvery: 4 }
  return drawPlan({
    name: { en: 'Concert, end stage', zh: '演唱会（尽端舞台）' },
    focal: { x: 0, y: -2500 },
    categories: [
      { key: 'floor', name: { en: 'Floor seats', zh: '内场座席' }, color: ZONE_COLORS.gold },
      { key: 'standing', name: { en: 'Floor standing', zh: '内场站席' }, color: ZONE_COLORS.coral },
      { key: 'lower', name: { en: 'Lower bowl, near', zh: '看台前区' }, color: ZONE_COLORS.rose },
      { key: 'lower-far', name: { en: 'Lower bowl', zh: '看台后区' }, color: ZONE_COLORS.violet },
      { key: 'upper', name: { en: 'Upper bowl', zh: '上层看台' }, color: ZONE_COLORS.blue },
      { key: 'upper-far', name: { en: 'Upper bowl, far', zh: '上层远区' }, color: ZONE_COLORS.teal }
    ],
    sections: [
      ...(['a', 'b', 'c'] as const).map(floorBlock),
      ...bowlTier({
        ...stretch, blocks: 22, firstNumber: 101, level: { en: 'Lower bowl', zh: '下层看台' }, rows: 18, offset: 260,
        category: middle => middle.y < 900 ? 'lower' : 'lower-far'
      }),
      ...bowlTier({
        ...stretch, blocks: 26, firstNumber: 201, level: { en: 'Upper bowl', zh: '上层看台' }, rows: 15, offset: 260 + 18 * 85 + 320,
        category: (middle, row) => middle.y < 2200 && row < 9 ? 'upper' : 'upper-far'
      })
    ],
    areas: [{
      key: 'pit', name: { en: 'Standing floor', zh: '内场站区' }, level: { en: 'Floor', zh: '内场' }, category: 'standing', capacity: 1800,
      outline: rectangle(-1450, 620, 2900, 2250)
    }],
    shapes: [
      { kind: 'stage', outline: stage(), label: { en: 'Stage', zh: '舞台' } },
      { kind: 'wall', outline: rectangle(-420, 3000, 840, 190), label: { en: 'Sound', zh: '调音台' } }
    ]
  })
}

/** Three blocks of 14 straight rows on the floor, before the standing room. */
function floorBlock(letter: 'a' | 'b' | 'c', index: number): DraftSection {
  const count = letter === 'b' ? 20 : 16
  const x = (index - 1) * 1030
  return {
    key: `floor-${letter}`,
    name: { en: `Floor ${letter.toUpperCase()}`, zh: `内场${letter.toUpperCase()}区` },
    level: { en: 'Floor', zh: '内场' },
    rows: Array.from({ length: 15 }, (_, row) => ({
      label: String(row + 1),
      seats: straightRow({ x, y: -1000 + row * 95, count, pitch: 52 }).map((point, seat) => ({
        ...point, label: String(seat + 1), category: 'floor',
        flags: row === 14 && seat < 6 ? (seat % 2 === 0 ? SeatFlag.accessible : SeatFlag.companion) | SeatFlag.stairsFree : SeatFlag.stairsFree
      }))
    }))
  }
}

/** A wide stage at the end with a runway into the floor. */
function stage(): Point[] {
  return [
    { x: -1500, y: -3350 }, { x: 1500, y: -3350 }, { x: 1500, y: -2150 }, { x: 260, y: -2050 }, { x: 260, y: -1500 }, { x: 480, y: -1500 }, { x: 480, y: -1180 },
    { x: -480, y: -1180 }, { x: -480, y: -1500 }, { x: -260, y: -1500 }, { x: -260, y: -2050 }, { x: -1500, y: -2150 }
  ]
}
