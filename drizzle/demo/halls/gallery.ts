import type { SeatingPlan } from '#shared/seating/plan.ts'
import { drawPlan, rectangle, ZONE_COLORS } from './draft.ts'

/** An exhibition: no seats, but so many visitors an entry slot. The rooms are drawn, the round tour is what sells. */
export function gallery(): SeatingPlan {
  return drawPlan({
    name: { en: 'Timed entry', zh: '分时段入场' },
    focal: { x: 0, y: 0 },
    categories: [
      { key: 'entry', name: { en: 'Exhibition', zh: '展览' }, color: ZONE_COLORS.teal },
      { key: 'tour', name: { en: 'With guided tour', zh: '含导览' }, color: ZONE_COLORS.gold }
    ],
    sections: [],
    areas: [
      {
        key: 'entry', name: { en: 'Exhibition', zh: '展厅' }, level: { en: 'Rooms 1 to 5', zh: '1至5号展厅' }, category: 'entry', capacity: 160,
        outline: [{ x: 0, y: 0 }, { x: 3600, y: 0 }, { x: 3600, y: 1500 }, { x: 2300, y: 1500 }, { x: 2300, y: 2200 }, { x: 0, y: 2200 }]
      },
      {
        key: 'tour', name: { en: 'Guided tour', zh: '导览团' }, level: { en: 'Rooms 1 to 5', zh: '1至5号展厅' }, category: 'tour', capacity: 20,
        outline: rectangle(2420, 1620, 1180, 580)
      }
    ],
    shapes: [
      { kind: 'wall', outline: rectangle(1180, 0, 30, 900) },
      { kind: 'wall', outline: rectangle(1180, 1300, 30, 900) },
      { kind: 'wall', outline: rectangle(2300, 0, 30, 520) },
      { kind: 'text', at: { x: 590, y: 260 }, label: { en: 'Room 1', zh: '1号厅' }, size: 110 },
      { kind: 'text', at: { x: 590, y: 1880 }, label: { en: 'Room 2', zh: '2号厅' }, size: 110 },
      { kind: 'text', at: { x: 1750, y: 1880 }, label: { en: 'Room 3', zh: '3号厅' }, size: 110 },
      { kind: 'text', at: { x: 1750, y: 260 }, label: { en: 'Room 4', zh: '4号厅' }, size: 110 },
      { kind: 'text', at: { x: 2960, y: 260 }, label: { en: 'Room 5', zh: '5号厅' }, size: 110 }
    ]
  })
}
