import type { DraftRow, PlanDraft } from '#shared/seating/plan-draft.ts'
import type { Point, SeatingPlan } from '#shared/seating/plan.ts'
import type { LocalText } from '#shared/text/local-text.ts'
import { categoryColor } from './palette.ts'
import { planFromDraft } from '#shared/seating/plan-from-draft.ts'

/** A hall that nobody has drawn: so many people on a floor, or so many rows of so many seats. */
export type PlainHall =
  | { kind: 'standing', name: LocalText, capacity: number }
  | { kind: 'rows', name: LocalText, rows: number, seatsPerRow: number }

/** Centimetres. */
const SEAT_PITCH = 55
const ROW_PITCH = 95
const AISLE = 110
/** Longer rows get an aisle, or two: nobody climbs over more than this many knees to either side. */
const WITHOUT_AISLE = 18
const WITH_ONE_AISLE = 36
/** Square centimetres that a standing person has: 2.5 people to a square metre. */
const PER_PERSON = 4000
const STAGE: LocalText = { en: 'Stage', zh: '舞台' }

/** Draws the hall: the stage at the top, seats in gentle curves around it, row A in front. */
export function drawPlainHall(hall: PlainHall): SeatingPlan {
  return planFromDraft(hall.kind === 'standing' ? floor(hall.name, hall.capacity) : auditorium(hall.name, hall.rows, hall.seatsPerRow))
}

function floor(name: LocalText, capacity: number): PlanDraft {
  const area = Math.max(capacity, 40) * PER_PERSON
  const width = Math.round(Math.sqrt(area * 1.4))
  const depth = Math.round(area / width)
  const corner = Math.round(Math.min(width, depth) * 0.08)
  return {
    name,
    categories: [{ ref: 'floor', name: { en: 'Standing', zh: '站席' }, color: categoryColor(2), place: '/' }],
    sections: [],
    areas: [{
      key: 'floor', name: { en: 'Standing', zh: '站席' }, level: { en: 'Floor', zh: '场地' }, category: 'floor', capacity, place: '/',
      outline: [
        { x: -width / 2, y: 0 }, { x: width / 2, y: 0 }, { x: width / 2, y: depth - corner }, { x: width / 2 - corner, y: depth },
        { x: -width / 2 + corner, y: depth }, { x: -width / 2, y: depth - corner }
      ]
    }],
    shapes: [stage(width * 0.62, -90)],
    focal: { x: 0, y: -160 }
  }
}

function auditorium(name: LocalText, rows: number, seatsPerRow: number): PlanDraft {
  const width = widthOf(seatsPerRow)
  // The wider the row, the flatter the curve: its ends come forward by about an eighth of its width.
  const radius = Math.max(width * 1.1, 900)
  const stageWidth = Math.max(width * 0.66, 320)
  // Clear of the first row, which bends towards it.
  const stageEdge = -Math.round(radius - Math.sqrt(radius ** 2 - (stageWidth / 2) ** 2)) - 220
  return {
    name,
    categories: [{ ref: 'seats', name: { en: 'Seats', zh: '座席' }, color: categoryColor(0), place: '/' }],
    sections: [{
      key: 'hall', name: { en: 'Hall', zh: '观众席' }, level: { en: 'Hall', zh: '观众席' }, place: '/',
      rows: Array.from({ length: rows }, (_, row) => curvedRow(rowLabel(row), seatsPerRow, radius + row * ROW_PITCH, radius))
    }],
    areas: [],
    shapes: [stage(stageWidth, stageEdge)],
    focal: { x: 0, y: stageEdge - 40 }
  }
}

function curvedRow(label: string, seats: number, radius: number, firstRadius: number): DraftRow {
  const width = widthOf(seats)
  return {
    label,
    place: '/',
    seats: Array.from({ length: seats }, (_, seat) => {
      const angle = (offsetOf(seat, seats) - width / 2) / radius
      return { label: String(seat + 1), x: Math.round(radius * Math.sin(angle)), y: Math.round(radius * Math.cos(angle) - firstRadius), category: 'seats', flags: 0, place: '/' }
    })
  }
}

/** How far the seat stands from the first of its row, aisles included. */
function offsetOf(seat: number, seats: number): number {
  if (seats <= WITHOUT_AISLE) return seat * SEAT_PITCH
  const cuts = seats <= WITH_ONE_AISLE ? [Math.ceil(seats / 2)] : [Math.round(seats / 4), seats - Math.round(seats / 4)]
  return seat * SEAT_PITCH + cuts.filter(cut => seat >= cut).length * (AISLE - SEAT_PITCH)
}

const widthOf = (seats: number) => offsetOf(seats - 1, seats)

/** `A` to `Z` without I and O, which people read as 1 and 0; then `AA`, `AB` ... */
function rowLabel(row: number): string {
  const letters = 'ABCDEFGHJKLMNPQRSTUVWXYZ'
  return (row >= letters.length ? letters[Math.floor(row / letters.length) - 1]! : '') + letters[row % letters.length]!
}

function stage(width: number, y: number): { kind: 'stage', outline: Point[], label: LocalText } {
  const depth = Math.min(Math.max(width * 0.28, 160), 700)
  const half = Math.round(width / 2)
  return { kind: 'stage', label: STAGE, outline: [{ x: -half * 0.86, y: y - depth }, { x: half * 0.86, y: y - depth }, { x: half, y }, { x: -half, y }].map(p => ({ x: Math.round(p.x), y: Math.round(p.y) })) }
}
