/** A brake: so many within a time, for a person or for everybody behind one address. */
export interface BrakeRule {
  name: string
  by: 'person' | 'network'
  /** How many, in a session with so many places of which one person may have so many. */
  limit(session: { capacity: number, perPersonLimit: number }): number
  windowSeconds: number
}

/** Seats that were let go come back within it, so what may be opened in it bounds what can be kept from others. */
const HOLD_LIFE = 600

/**
 * What opens a new hold counts, adding to one does not. A family or an office behind one address is far below; somebody who keeps
 * seats from others to sell them dearer is not: behind one address at most a tenth of a large hall is held at a time; of a
 * small one ten holds, so that somebody who changes his mind is not shut out.
 */
export const HOLD_RULES: readonly BrakeRule[] = [
  { name: 'holds-of-person', by: 'person', limit: () => 20, windowSeconds: HOLD_LIFE },
  { name: 'holds-of-person-long', by: 'person', limit: () => 60, windowSeconds: 6 * 3600 },
  { name: 'holds-of-network', by: 'network', limit: ({ capacity, perPersonLimit }) => Math.min(300, Math.max(10, Math.floor(capacity / 10 / perPersonLimit))), windowSeconds: HOLD_LIFE }
]

/** From choosing a seat to paying for it no person takes less than this. */
export const FASTEST_HUMAN_SECONDS = 1
