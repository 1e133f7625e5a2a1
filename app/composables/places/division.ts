import type { SessionPlacesReply } from '#shared/api/session-places.ts'
import { SeatStatus } from '#shared/seating/seat-status.ts'
import type { LocalText } from '#shared/text/local-text.ts'
import type { SeatMapModel } from '../../seatmap/model.ts'

/** How the places of one part of a session are divided. `asked`: chosen or being paid for. */
export interface Division { key: string, name: LocalText, color: string | null, all: number, sold: number, asked: number, kept: number, free: number }

type Counts = Omit<Division, 'key' | 'name' | 'color'>
const NOTHING: Counts = { all: 0, sold: 0, asked: 0, kept: 0, free: 0 }

/** By price zone, in the order of the plan. */
export function divisionByZone(model: SeatMapModel, places: SessionPlacesReply): Division[] {
  const zones = model.plan.categories.map(({ key, name, color }): Division => ({ key, name, color, ...NOTHING }))
  countSeats(model, seat => zones[model.plan.seats.category[seat]!]!)
  model.plan.areas.forEach((area) => { add(zones[area.category]!, countsOfArea(model, places, area.key)) })
  return zones.filter(zone => zone.all > 0)
}

/** By section of seats and by standing area. */
export function divisionByArea(model: SeatMapModel, places: SessionPlacesReply): Division[] {
  const sections = model.plan.sections.map(({ key, name }): Division => ({ key: `section ${key}`, name, color: null, ...NOTHING }))
  countSeats(model, seat => sections[model.sectionOf[seat]!]!)
  const areas = model.plan.areas.map(({ key, name }): Division => ({ key: `area ${key}`, name, color: null, ...countsOfArea(model, places, key) }))
  return [...sections, ...areas].filter(part => part.all > 0)
}

/** The sum of some parts. */
export function sumOf(parts: readonly Counts[]): Counts {
  const sum = { ...NOTHING }
  for (const part of parts) add(sum, part)
  return sum
}

function countSeats(model: SeatMapModel, partOf: (seat: number) => Counts): void {
  for (let seat = 0; seat < model.seatCount; seat++) {
    const part = partOf(seat)
    part.all++
    if (model.isOpened(seat) || model.status[seat] === SeatStatus.offSale) part.kept++
    else if (model.status[seat] === SeatStatus.sold) part.sold++
    else if (model.status[seat] === SeatStatus.held) part.asked++
    else part.free++
  }
}

/** Of a standing area: what the database counts, and what is being chosen as the map knows it. */
function countsOfArea(model: SeatMapModel, places: SessionPlacesReply, areaKey: string): Counts {
  const area = places.areas.find(one => one.areaKey === areaKey)
  if (!area) return NOTHING
  const { capacity, sold, kept } = area
  const free = Math.min(model.areaStock.get(areaKey)?.free ?? Infinity, capacity - sold - area.pending - kept)
  return { all: capacity, sold, kept, free, asked: capacity - sold - kept - free }
}

function add(to: Counts, more: Counts): void {
  for (const name of ['all', 'sold', 'asked', 'kept', 'free'] as const) to[name] += more[name]
}
