import type { SeatMapModel } from './model.ts'

export type Direction = 'left' | 'right' | 'up' | 'down'

const VECTORS: Record<Direction, readonly [number, number]> = { left: [-1, 0], right: [1, 0], up: [0, -1], down: [0, 1] }

/**
 * The seat that an arrow key leads to: the nearest one in that direction on the map, where a step aside counts double,
 * so that a bent row is followed to its end. Looks further and further; -1 where the hall ends.
 */
export function stepFrom(model: SeatMapModel, from: number, direction: Direction): number {
  const { x, y } = model.plan.seats
  const [dx, dy] = VECTORS[direction]
  for (const reach of [3, 8, 24, 80]) {
    let best = -1
    let bestCost = Infinity
    const far = model.pitch * reach
    model.grid.forEachIn({ left: x[from]! - far, right: x[from]! + far, top: y[from]! - far, bottom: y[from]! + far }, (seat) => {
      const along = (x[seat]! - x[from]!) * dx + (y[seat]! - y[from]!) * dy
      const aside = Math.abs((x[seat]! - x[from]!) * dy) + Math.abs((y[seat]! - y[from]!) * dx)
      if (along <= model.pitch * 0.2 || aside > along * 2) return
      const cost = along + aside * 2
      if (cost >= bestCost) return
      best = seat
      bestCost = cost
    })
    if (best >= 0) return best
  }
  return -1
}
