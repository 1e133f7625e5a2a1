import type { SeatingPlan } from '#shared/seating/plan.ts'
import { drawPlan, rectangle, ZONE_COLORS } from './draft.ts'

/** A club without a single seat: 600 on the floor, 120 on the balcony above the bar. */
export function club(): SeatingPlan {
  return drawPlan({
    name: { en: 'Standing', zh: '站席' },
    focal: { x: 0, y: -200 },
    categories: [
      { key: 'floor', name: { en: 'Floor', zh: '一层站区' }, color: ZONE_COLORS.coral },
      { key: 'balcony', name: { en: 'Balcony', zh: '二层站区' }, color: ZONE_COLORS.blue }
    ],
    sections: [],
    areas: [
      {
        key: 'floor', name: { en: 'Floor', zh: '一层站区' }, level: { en: 'Ground floor', zh: '一层' }, category: 'floor', capacity: 600,
        outline: [{ x: -1000, y: 60 }, { x: 1000, y: 60 }, { x: 1000, y: 1500 }, { x: 620, y: 1500 }, { x: 620, y: 1900 }, { x: -1000, y: 1900 }]
      },
      {
        key: 'balcony', name: { en: 'Balcony', zh: '二层站区' }, level: { en: 'Upper floor', zh: '二层' }, category: 'balcony', capacity: 120,
        outline: [{ x: -1300, y: 500 }, { x: -1080, y: 500 }, { x: -1080, y: 2050 }, { x: 1080, y: 2050 }, { x: 1080, y: 500 }, { x: 1300, y: 500 }, { x: 1300, y: 2320 }, { x: -1300, y: 2320 }]
      }
    ],
    shapes: [
      { kind: 'stage', outline: [{ x: -620, y: -520 }, { x: 620, y: -520 }, { x: 760, y: -40 }, { x: -760, y: -40 }], label: { en: 'Stage', zh: '舞台' } },
      { kind: 'wall', outline: rectangle(680, 1560, 320, 340), label: { en: 'Bar', zh: '吧台' } }
    ]
  })
}
