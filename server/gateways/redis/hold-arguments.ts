import type { HoldRequest, NamedPlaces } from '#server/domain/inventory/hold-store.ts'
import type { SeatSides } from '#shared/seating/single-seats.ts'
import { packPlaces } from './pack-places.ts'

/** A request as scripts/hold.ts reads it. A line that several seats share travels once. */
export function holdArguments(request: HoldRequest): (string | number)[] {
  const lines = new Map<string, number>()
  const numberOf = (line: string) => lines.get(line) ?? lines.set(line, lines.size + 1).size
  const sides = new Map(request.singles?.sides.map(entry => [entry.seat, sidesText(entry)]))
  const seats = request.seats.flatMap(({ seatIndex, line }) => [seatIndex, numberOf(line), sides.get(seatIndex) ?? ''])
  const numbersOf = (ofCategories: (string | null)[] | undefined) => ofCategories?.map(line => line === null ? 0 : numberOf(line)).join(',') ?? '-'
  const best = request.best ? [request.best.count, request.best.needsAccessible ? 'a' : '-', numbersOf(request.best.lines), numbersOf(request.best.openedLines)].join(' ') : ''
  const { plan = '', ranked } = placesOf(request) ?? {}
  return [
    request.token, request.personKey, request.perPersonLimit, request.ttlMs, request.requestHash,
    request.openedSeats?.join(',') ?? '', plan, ranked?.id ?? '', best, request.singles ? '1' : '', lines.size, request.seats.length,
    ...lines.keys(), ...seats,
    ...request.areas.flatMap(area => [area.areaKey, area.ticketTypeId, area.quantity, area.line])
  ]
}

/** What scripts/places.ts keeps for this request. */
export function keepPlacesArguments(request: HoldRequest): (string | number)[] {
  const { plan, ranked } = placesOf(request)!
  const { seatCount, ranks, categories, stretches } = packPlaces(ranked)
  return [plan, seatCount, ranks, categories, ranked.id, stretches]
}

function placesOf(request: HoldRequest): NamedPlaces | undefined {
  return request.best?.places ?? request.singles?.places
}

function sidesText({ left, right, group }: SeatSides): string {
  return [...left, ...right].map(seat => seat ?? '-').concat(group).join(',')
}
