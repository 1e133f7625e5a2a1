/** A bit for each place in line: the first bit of the first byte for place 0, as Redis counts them. */
export function bitsOf(places: Iterable<number>): Uint8Array {
  const list = [...places]
  const bits = new Uint8Array(Math.ceil((list.reduce((most, place) => Math.max(most, place), -1) + 1) / 8))
  for (const place of list) bits[place >> 3]! |= 0x80 >> (place & 7)
  return bits
}

/** Whether the bit of a place is set. */
export function hasBit(bits: Uint8Array, place: number): boolean {
  return ((bits[place >> 3] ?? 0) & (0x80 >> (place & 7))) !== 0
}
