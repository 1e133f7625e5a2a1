import { SeatFlag, type SeatingPlan } from '#shared/seating/plan.ts'
import { type DraftSection, drawPlan, rectangle, rowLetters, ZONE_COLORS } from './draft.ts'
import { curvedRow, straightRow } from './geometry.ts'

const TABLE_ROWS = 8
const RAKED_ROWS = 12

/** A conference hall of about 640 places: tables for three on the flat floor, raked seats behind them. */
export function conferenceHall(): SeatingPlan {
  return drawPlan({
    name: { en: 'Plenary hall', zh: '主会场' },
    focal: { x: 0, y: 0 },
    categories: [
      { key: 'front', name: { en: 'Front tables', zh: '前排桌席' }, color: ZONE_COLORS.gold },
      { key: 'table', name: { en: 'Tables', zh: '桌席' }, color: ZONE_COLORS.coral },
      { key: 'raked', name: { en: 'Raked seats', zh: '阶梯座席' }, color: ZONE_COLORS.blue }
    ],
    sections: [tables('left'), tables('right'), raked('left'), raked('centre'), raked('right')],
    shapes: [
      { kind: 'stage', outline: rectangle(-900, -520, 1800, 480), label: { en: 'Podium', zh: '讲台' } },
      { kind: 'screen', outline: rectangle(-620, -640, 1240, 50), label: { en: 'Screen', zh: '屏幕' } },
      ...(['left', 'right'] as const).flatMap(side => Array.from({ length: TABLE_ROWS }, (_, row) => tableXs(side).map(x => ({ kind: 'wall' as const, outline: rectangle(x - 90, tableY(row) - 92, 180, 46) })))).flat()
    ]
  })
}

const tableY = (row: number) => 260 + row * 150
const tableXs = (side: 'left' | 'right') => [260, 470, 680, 890].map(x => side === 'left' ? -x : x).sort((a, b) => a - b)

/** Four tables of three a row on either side of the middle aisle. */
function tables(side: 'left' | 'right'): DraftSection {
  return {
    key: `tables-${side}`,
    name: side === 'left' ? { en: 'Tables left', zh: '桌席左区' } : { en: 'Tables right', zh: '桌席右区' },
    level: { en: 'Floor', zh: '平层' },
    rows: rowLetters(TABLE_ROWS).map((label, row) => ({
      label,
      seats: tableXs(side).flatMap(x => straightRow({ x, y: tableY(row), count: 3, pitch: 58 })).map((point, seat) => ({
        ...point,
        label: String(seat + (side === 'left' ? 1 : 13)),
        category: row < 3 ? 'front' : 'table',
        flags: (row === 0 && (side === 'left' ? seat < 2 : seat > 9) ? (seat % 2 === 0 ? SeatFlag.accessible : SeatFlag.companion) : 0) | SeatFlag.stairsFree
      }))
    }))
  }
}

function raked(part: 'left' | 'centre' | 'right'): DraftSection {
  const centre = { x: 0, y: -3400 }
  const count = part === 'centre' ? 18 : 9
  const half = 17 / 2 * 54
  const start = part === 'centre' ? -half : part === 'right' ? half + 120 : -half - 120 - (count - 1) * 54
  return {
    key: `raked-${part}`,
    name: { left: { en: 'Raked seats left', zh: '阶梯左区' }, centre: { en: 'Raked seats centre', zh: '阶梯中区' }, right: { en: 'Raked seats right', zh: '阶梯右区' } }[part],
    level: { en: 'Rake', zh: '阶梯区' },
    rows: rowLetters(TABLE_ROWS + RAKED_ROWS).slice(TABLE_ROWS).map((label, row) => ({
      label,
      seats: curvedRow({ centre, radius: 3400 + tableY(TABLE_ROWS) + 150 + row * 92, start, count, pitch: 54 }).map((point, seat) => ({
        ...point, label: String(seat + (part === 'left' ? 1 : part === 'centre' ? 10 : 28)), category: 'raked'
      }))
    }))
  }
}
