import { type Point, SeatFlag, type SeatingPlan } from '#shared/seating/plan.ts'
import { type DraftRow, type DraftSection, drawPlan, rectangle, rowLetters, ZONE_COLORS } from './draft.ts'
import { curvedRow, horseshoePath, pathBand, pathLength, pathRow, pointBehind } from './geometry.ts'

const PITCH = 54
const HORSESHOE = horseshoePath({ radius: 1180, side: 1450, top: 480 })
/** On the drawing the tiers lie one outside the other; in the house they lie one above the other. */
const TIER_STEP = 370
const STALLS_ROWS = 22
const TIERS = [
  { key: 'tier-1', name: { en: 'First tier', zh: '一层包厢' }, boxes: 32, offset: 160, front: 'box', side: 'box' },
  { key: 'tier-2', name: { en: 'Second tier', zh: '二层包厢' }, boxes: 34, offset: 160 + TIER_STEP, front: 'box', side: 'side-box' },
  { key: 'tier-3', name: { en: 'Third tier', zh: '三层包厢' }, boxes: 36, offset: 160 + 2 * TIER_STEP, front: 'side-box', side: 'slips' }
]
const GALLERY_OFFSET = 160 + 3 * TIER_STEP + 110
const GALLERY_ROWS = 5

/** An opera house of about 1,900 seats: stalls inside a horseshoe of boxes on three tiers, and a gallery under the roof. */
export function operaHouse(): SeatingPlan {
  return drawPlan({
    name: { en: 'Auditorium', zh: '观众厅' },
    focal: { x: 0, y: 0 },
    categories: [
      { key: 'stalls', name: { en: 'Orchestra stalls', zh: '池座前区' }, color: ZONE_COLORS.gold },
      { key: 'rear', name: { en: 'Rear stalls', zh: '池座后区' }, color: ZONE_COLORS.coral },
      { key: 'box', name: { en: 'Grand boxes', zh: '正厢' }, color: ZONE_COLORS.rose },
      { key: 'side-box', name: { en: 'Boxes', zh: '侧厢' }, color: ZONE_COLORS.violet },
      { key: 'gallery', name: { en: 'Gallery', zh: '顶层楼座' }, color: ZONE_COLORS.blue },
      { key: 'slips', name: { en: 'Restricted view', zh: '视线受限席' }, color: ZONE_COLORS.slate }
    ],
    sections: [
      stalls('left'), stalls('right'),
      ...TIERS.flatMap(tier => [boxes(tier, 'left'), boxes(tier, 'right')]),
      gallery('left'), gallery('centre'), gallery('right')
    ],
    shapes: [
      { kind: 'stage', outline: [{ x: -900, y: -1250 }, { x: 900, y: -1250 }, { x: 1050, y: 40 }, { x: 500, y: 130 }, { x: -500, y: 130 }, { x: -1050, y: 40 }], label: { en: 'Stage', zh: '舞台' } },
      { kind: 'wall', outline: [{ x: -820, y: 190 }, { x: 820, y: 190 }, { x: 760, y: 420 }, { x: 0, y: 500 }, { x: -760, y: 420 }], label: { en: 'Orchestra pit', zh: '乐池' } },
      { kind: 'wall', outline: rectangle(-1300, -1400, 2600, 60) }
    ]
  })
}

const CENTRE: Point = { x: 0, y: -2600 }

/** Two blocks on either side of the middle aisle, as wide as the horseshoe leaves room. */
function stalls(side: 'left' | 'right'): DraftSection {
  return {
    key: `stalls-${side}`,
    name: side === 'left' ? { en: 'Stalls left', zh: '池座左区' } : { en: 'Stalls right', zh: '池座右区' },
    level: { en: 'Stalls', zh: '池座' },
    rows: rowLetters(STALLS_ROWS).map((label, row) => {
      const y = 640 + row * 97
      const room = y < 1930 ? 1080 : Math.sqrt(Math.max(0, 1130 ** 2 - (y - 1930) ** 2)) - 60
      const count = Math.max(4, Math.min(19, Math.floor((room - 60) / PITCH)) - (row < 3 ? 3 - row : 0))
      const start = side === 'right' ? 70 : -70 - (count - 1) * PITCH
      const points = curvedRow({ centre: CENTRE, radius: y - CENTRE.y, start, count, pitch: PITCH })
      return {
        label,
        seats: points.map((point, seat) => {
          const fromAisle = side === 'right' ? seat : count - 1 - seat
          const wheelchair = row === STALLS_ROWS - 1 && fromAisle < 4 ? (fromAisle % 2 === 0 ? SeatFlag.accessible : SeatFlag.companion) | SeatFlag.stairsFree : 0
          return { ...point, label: String(side === 'left' ? seat + 1 : count + seat + 1), category: row < 13 ? 'stalls' : 'rear', flags: wheelchair }
        })
      }
    })
  }
}

/** Boxes are numbered from the stage, each side for itself; a box is a row of four or five chairs in two lines. */
function boxes(tier: typeof TIERS[number], side: 'left' | 'right'): DraftSection {
  const half = tier.boxes / 2
  const length = pathLength(HORSESHOE)
  const places = Array.from({ length: half }, (_, box) => {
    const from = box * length / tier.boxes
    const to = (box + 1) * length / tier.boxes
    return side === 'right' ? { from, to } : { from: length - to, to: length - from }
  })
  return {
    key: `${tier.key}-${side}`,
    name: { en: `${tier.name.en} ${side}`, zh: `${tier.name.zh}${side === 'left' ? '左侧' : '右侧'}` },
    level: tier.name,
    rows: places.map((place, box) => boxRow(tier, place, box, half)),
    outline: side === 'right'
      ? pathBand(HORSESHOE, { from: 0, to: length / 2, inner: tier.offset - 50, outer: tier.offset + 200, aisle: 20 })
      : pathBand(HORSESHOE, { from: length / 2, to: length, inner: tier.offset - 50, outer: tier.offset + 200, aisle: 20 })
  }
}

function boxRow(tier: typeof TIERS[number], place: { from: number, to: number }, box: number, half: number): DraftRow {
  const front = pathRow(HORSESHOE, { ...place, offset: tier.offset, pitch: 58, aisle: 40 }).slice(0, 3)
  const back = pathRow(HORSESHOE, { ...place, offset: tier.offset + 100, pitch: 66, aisle: 90 }).slice(0, 2)
  const besideStage = box < 4
  return {
    label: String(box + 1),
    seats: [...front, ...back].map((point, seat) => ({
      ...point,
      label: String(seat + 1),
      category: besideStage ? 'slips' : box >= half - 7 ? tier.front : tier.side,
      flags: besideStage || (seat >= front.length && box < half - 7) ? SeatFlag.restrictedView : 0
    }))
  }
}

/** The gallery follows the horseshoe; its ends beside the stage are slips with a restricted view. */
function gallery(part: 'left' | 'centre' | 'right'): DraftSection {
  const length = pathLength(HORSESHOE)
  const reach = { right: [0.19, 0.38], centre: [0.38, 0.62], left: [0.62, 0.81] }[part] as [number, number]
  const from = reach[0] * length
  const to = reach[1] * length
  const last = GALLERY_OFFSET + (GALLERY_ROWS - 1) * 92
  const axis = pointBehind(HORSESHOE, length / 2, last)
  return {
    key: `gallery-${part}`,
    name: { left: { en: 'Gallery left', zh: '顶层楼座左区' }, centre: { en: 'Gallery centre', zh: '顶层楼座中区' }, right: { en: 'Gallery right', zh: '顶层楼座右区' } }[part],
    level: { en: 'Gallery', zh: '顶层楼座' },
    rows: rowLetters(GALLERY_ROWS).map((label, row) => ({
      label,
      seats: pathRow(HORSESHOE, { from, to, offset: GALLERY_OFFSET + row * 92, pitch: PITCH, aisle: 130 }).reverse().map((point, seat) => {
        const isSlip = part !== 'centre' && axis.y - point.y > 2050
        return { ...point, label: String(seat + 1), category: isSlip ? 'slips' : 'gallery', flags: isSlip ? SeatFlag.restrictedView : 0 }
      })
    })),
    outline: pathBand(HORSESHOE, { from, to, inner: GALLERY_OFFSET - 55, outer: last + 55, aisle: 40 })
  }
}
