import type { Hold, SeatChanges, SessionSnapshot } from '#server/domain/inventory/hold-store.ts'
import { SeatStatus } from '#shared/seating/seat-status.ts'
import type { HoldReply } from './run-hold-script.ts'

/** A hold from the fields of its hash: `until`, `person`, `s:<seat>` = line, `a:<area>\n<ticket type>\n<line>` = quantity. */
export function holdIn(reply: HoldReply, sessionId: string, token: string): Hold {
  const hold: Hold = { token, sessionId, personKey: '', seats: [], areas: [], expiresAtMs: 0, remainingMs: 0, extended: false }
  for (let i = 0; i < reply.payload.length; i += 2) {
    const field = String(reply.payload[i])
    const value = String(reply.payload[i + 1])
    if (field === 'person') hold.personKey = value
    else if (field === 'until') hold.expiresAtMs = Number(value)
    else if (field === 'extended') hold.extended = value === '1'
    else if (field.startsWith('s:')) hold.seats.push({ seatIndex: Number(field.slice(2)), line: value })
    else if (field.startsWith('a:')) hold.areas.push(placesIn(field.slice(2), Number(value)))
  }
  hold.remainingMs = Math.max(0, hold.expiresAtMs - reply.nowMs)
  return inOrder(hold)
}

/** The seats that the store chose for the request of this hash: `k:<hash>` = seats with commas between. */
export function pickedIn(reply: HoldReply, requestHash: string): number[] {
  const at = reply.payload.findIndex((field, i) => i % 2 === 0 && field === `k:${requestHash.replace(/^\+/, '')}`)
  return at < 0 ? [] : String(reply.payload[at + 1]).split(',').filter(Boolean).map(Number)
}

function placesIn(name: string, quantity: number): Hold['areas'][number] {
  const [areaKey = '', ticketTypeId = '', ...line] = name.split('\n')
  return { areaKey, ticketTypeId, quantity, line: line.join('\n') }
}

/** Seats by index, places by area, ticket type and line, whatever order they were taken in. */
export function inOrder(hold: Hold): Hold {
  const name = (place: Hold['areas'][number]) => `${place.areaKey}\n${place.ticketTypeId}\n${place.line}`
  hold.seats.sort((a, b) => a.seatIndex - b.seatIndex)
  hold.areas.sort((a, b) => (name(a) < name(b) ? -1 : 1))
  return hold
}

export function snapshotIn({ version, payload }: HoldReply): SessionSnapshot {
  const listed = (list: string | number | undefined, status: number) =>
    String(list).split(',').filter(Boolean).map((seat): [number, number] => [Number(seat), status])
  const seats = [...listed(payload[0], SeatStatus.held), ...listed(payload[1], SeatStatus.sold), ...listed(payload[2], SeatStatus.offSale)]
  return { version, seats: seats.sort((a, b) => a[0] - b[0]), areas: areasIn(payload.slice(3)) }
}

export function changesIn({ version, payload }: HoldReply): SeatChanges {
  const endOfSeats = 1 + 2 * Number(payload[0])
  const seats: [number, number][] = []
  for (let i = 1; i < endOfSeats; i += 2) seats.push([Number(payload[i]), Number(payload[i + 1])])
  return { version, seats: seats.sort((a, b) => a[0] - b[0]), areas: areasIn(payload.slice(endOfSeats)) }
}

function areasIn(list: (string | number)[]): SessionSnapshot['areas'] {
  const areas: SessionSnapshot['areas'] = {}
  for (let i = 0; i < list.length; i += 3) areas[String(list[i])] = { capacity: Number(list[i + 1]), free: Number(list[i + 2]) }
  return areas
}
