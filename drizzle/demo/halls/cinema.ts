import { SeatFlag, type SeatingPlan } from '#shared/seating/plan.ts'
import type { LocalText } from '#shared/text/local-text.ts'
import { type DraftRow, drawPlan, rowLetters, ZONE_COLORS } from './draft.ts'
import { curvedRow } from './geometry.ts'

/** One screen of a cinema. Rows are gently curved around the screen. */
export interface Screen {
  name: LocalText
  rows: number
  /** Seats of an ordinary row beside the aisles. */
  seats: number
  /** Two aisles cut the rows in three where true. */
  hasAisles: boolean
  /** How many rows at the back are sofas for two. */
  sofaRows: number
  /** Every seat is a wide recliner where true. */
  isLounge?: boolean
}

/** The screens of the demo's cinema, from a lounge of 60 to a giant screen. */
export const SCREENS: Record<string, Screen> = {
  'screen-1': { name: { en: 'Screen 1, giant', zh: '1号巨幕厅' }, rows: 14, seats: 26, hasAisles: true, sofaRows: 1 },
  'screen-2': { name: { en: 'Screen 2', zh: '2号厅' }, rows: 12, seats: 18, hasAisles: true, sofaRows: 1 },
  'screen-3': { name: { en: 'Screen 3', zh: '3号厅' }, rows: 10, seats: 14, hasAisles: false, sofaRows: 1 },
  'screen-4': { name: { en: 'Screen 4', zh: '4号厅' }, rows: 8, seats: 12, hasAisles: false, sofaRows: 2 },
  'screen-5': { name: { en: 'Screen 5, lounge', zh: '5号贵宾厅' }, rows: 6, seats: 10, hasAisles: true, sofaRows: 1, isLounge: true }
}

/** A screen as a hall of its own. */
export function cinema(screen: Screen): SeatingPlan {
  const pitch = screen.isLounge ? 85 : 56
  const rowPitch = screen.isLounge ? 160 : 115
  const half = screen.seats * pitch / 2 + (screen.hasAisles ? 110 : 0)
  const bow = half * 3.2
  return drawPlan({
    name: screen.name,
    focal: { x: 0, y: 0 },
    categories: [
      { key: 'standard', name: { en: 'Standard', zh: '普通座' }, color: ZONE_COLORS.blue },
      { key: 'prime', name: { en: 'Prime', zh: '黄金区' }, color: ZONE_COLORS.gold },
      { key: 'sofa', name: { en: 'Sofa for two', zh: '情侣沙发' }, color: ZONE_COLORS.rose }
    ],
    sections: [{
      key: 'main',
      name: { en: 'Auditorium', zh: '影厅' },
      level: { en: 'Auditorium', zh: '影厅' },
      rows: rowLetters(screen.rows).map((label, row) => seatRow(screen, label, row, { pitch, radius: bow + row * rowPitch, bow }))
    }],
    shapes: [{
      kind: 'screen',
      outline: [
        ...curvedRow({ centre: { x: 0, y: -bow }, radius: bow, start: -half * 0.85, count: 9, pitch: half * 1.7 / 8 }),
        ...curvedRow({ centre: { x: 0, y: -bow }, radius: bow + 45, start: -half * 0.85, count: 9, pitch: half * 1.7 / 8 }).reverse()
      ],
      label: { en: 'Screen', zh: '银幕' }
    }]
  })
}

function seatRow(screen: Screen, label: string, row: number, place: { pitch: number, radius: number, bow: number }): DraftRow {
  const isSofa = row >= screen.rows - screen.sofaRows
  const count = isSofa ? Math.floor(screen.seats / 2 * 0.8) * 2 : screen.seats - (row < 2 ? 2 : 0)
  const aisle = screen.hasAisles ? 110 : 0
  const quarter = Math.round(count / 4)
  // Sofas stand in pairs with an arm between the pairs; other rows open at the two aisles.
  const gapBefore = (seat: number) => isSofa ? Math.floor(seat / 2) * 26 : (seat >= quarter ? aisle : 0) + (seat >= count - quarter ? aisle : 0)
  const width = (count - 1) * place.pitch + gapBefore(count - 1)
  const radius = place.radius + 330
  return {
    label,
    seats: Array.from({ length: count }, (_, seat) => {
      const [point] = curvedRow({ centre: { x: 0, y: -place.bow }, radius, start: -width / 2 + seat * place.pitch + gapBefore(seat), count: 1, pitch: place.pitch })
      const isPrime = row >= Math.floor(screen.rows * 0.45) && seat >= quarter && seat < count - quarter
      const wheelchair = row === 0 && (seat < 2 || (screen.seats >= 18 && seat >= count - 2))
      return {
        ...point!,
        label: String(seat + 1),
        category: isSofa ? 'sofa' : isPrime ? 'prime' : 'standard',
        flags: wheelchair ? (seat === 0 || seat === count - 1 ? SeatFlag.accessible : SeatFlag.companion) | SeatFlag.stairsFree : row === 0 ? SeatFlag.stairsFree : 0
      }
    })
  }
}
