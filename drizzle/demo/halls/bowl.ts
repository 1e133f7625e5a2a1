import { type Point, SeatFlag } from '#shared/seating/plan.ts'
import type { LocalText } from '#shared/text/local-text.ts'
import type { DraftSection } from './draft.ts'
import { cutPath, pathBand, pathRow, type TierPath } from './geometry.ts'

/** One tier of a bowl: numbered blocks with radial aisles, rows numbered from the front. */
export interface BowlTier {
  path: TierPath
  /** The stretch of the path that has seats. */
  from: number
  to: number
  blocks: number
  /** Number of the first block, clockwise from the top: 101. */
  firstNumber: number
  level: LocalText
  rows: number
  /** Distance of the first row from the front edge, and from row to row. */
  offset: number
  rowPitch: number
  seatPitch: number
  aisle: number
  category(middle: Point, row: number): string
  /** Every how many blocks the first row has wheelchair places. */
  wheelchairEvery: number
}

/** Draws the blocks of a tier. */
export function bowlTier(tier: BowlTier): DraftSection[] {
  const depth = (tier.rows - 1) * tier.rowPitch
  const cuts = cutPath(tier.path, tier.from, tier.to, tier.blocks, tier.offset + depth / 2)
  return Array.from({ length: tier.blocks }, (_, block) => {
    const from = cuts[block]!
    const to = cuts[block + 1]!
    const number = tier.firstNumber + block
    const outline = pathBand(tier.path, { from, to, inner: tier.offset - tier.rowPitch * 0.6, outer: tier.offset + depth + tier.rowPitch * 0.6, aisle: tier.aisle * 0.5 })
    const middle = { x: mean(outline.map(p => p.x)), y: mean(outline.map(p => p.y)) }
    const hasWheelchairs = block % tier.wheelchairEvery === 0
    return {
      key: String(number),
      name: { en: `Block ${number}`, zh: `${number}区` },
      level: tier.level,
      outline,
      rows: Array.from({ length: tier.rows }, (_, row) => ({
        label: String(row + 1),
        seats: pathRow(tier.path, { from, to, offset: tier.offset + row * tier.rowPitch, pitch: tier.seatPitch, aisle: tier.aisle }).map((point, seat) => ({
          ...point,
          label: String(seat + 1),
          category: tier.category(middle, row),
          flags: hasWheelchairs && row === 0 && seat < 6 ? (seat % 2 === 0 ? SeatFlag.accessible : SeatFlag.companion) | SeatFlag.stairsFree : 0
        }))
      }))
    }
  })
}

const mean = (numbers: number[]) => numbers.reduce((sum, n) => sum + n, 0) / numbers.length
