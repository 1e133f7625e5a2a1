/** What a visitor may know of a seat. Two bits each on the wire. */
export const SeatStatus = { free: 0, held: 1, sold: 2, offSale: 3 } as const
export type SeatStatusValue = (typeof SeatStatus)[keyof typeof SeatStatus]

/** Packs one status per seat into two bits each, lowest bits first. */
export function packStatus(status: Uint8Array): Uint8Array {
  const packed = new Uint8Array(Math.ceil(status.length / 4))
  for (let seat = 0; seat < status.length; seat++) packed[seat >> 2]! |= (status[seat]! & 3) << ((seat & 3) * 2)
  return packed
}

/** The reverse of `packStatus`, for a plan of `seatCount` seats. */
export function unpackStatus(packed: Uint8Array, seatCount: number): Uint8Array {
  const status = new Uint8Array(seatCount)
  for (let seat = 0; seat < seatCount; seat++) status[seat] = (packed[seat >> 2]! >> ((seat & 3) * 2)) & 3
  return status
}
