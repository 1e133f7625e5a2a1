import type { LocalText } from '#shared/text/local-text.ts'
import { placeName } from './place-name.ts'
import { rowOfSeat, rowsSoldWhole, seatId, type SeatingPlan, tableOfSeat } from './plan.ts'

/**
 * Seats as people read them, those of a row together: `Stalls, row F, seats 14, 15`, `池座 F排14、15座`. A table that is sold whole
 * is one thing: `Terrace, table 7`, `露台 7号桌`.
 */
export function seatsInWords(plan: SeatingPlan, seats: readonly number[]): LocalText[] {
  return [...Map.groupBy(seats, seat => rowOfSeat(plan, seat))].map(([row, ofRow]) => rowsSoldWhole(plan).has(row) ? tableInWords(plan, row) : rowInWords(plan, row, ofRow))
}

/** A table by its section and label. */
export function tableInWords(plan: SeatingPlan, row: number): LocalText {
  const { section, label } = plan.rows[row]!
  const { name } = plan.sections[section]!
  return { en: `${name.en}, table ${label}`, zh: `${name.zh} ${label}号桌` }
}

function rowInWords(plan: SeatingPlan, row: number, seats: readonly number[]): LocalText {
  const { section, label } = plan.rows[row]!
  const { name } = plan.sections[section]!
  const labels = seats.map(seat => plan.seats.label[seat]!)
  const isTable = tableOfSeat(plan, seats[0]!) !== undefined
  if (labels.length === 1) {
    const place = { section: name, row: label, isTable, seat: labels[0]! }
    return { en: placeName(place, 'en'), zh: placeName(place, 'zh') }
  }
  return { en: `${name.en}, ${isTable ? 'table' : 'row'} ${label}, seats ${labels.join(', ')}`, zh: `${name.zh} ${label}${isTable ? '号桌' : '排'}${labels.join('、')}座` }
}

/** What a refusal tells of seats: how people call them, and how programs do. */
export function seatsToName(plan: SeatingPlan, seats: readonly number[]): { seatNames: LocalText[], seatIds: string[], seatIndexes: number[] } {
  return { seatNames: seatsInWords(plan, seats), seatIds: seats.map(seat => seatId(plan, seat)), seatIndexes: [...seats] }
}
