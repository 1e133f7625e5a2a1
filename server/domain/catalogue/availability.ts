import type { Availability } from '#shared/api/catalogue.ts'
import { hasEnded } from '#shared/time/has-ended.ts'

/** What decides whether a session can be bought. */
export interface SaleState {
  status: 'scheduled' | 'cancelled'
  endsAt: Date
  saleStartsAt: Date
  saleEndsAt: Date
}

/**
 * Whether a visitor can buy at `now`, of `free` among `capacity` places for sale. `few-left`: under a tenth is free.
 * Times win over counts: what is over or not yet on sale says so, however many seats there are.
 */
export function availabilityOf({ now, session, free, capacity }: { now: Date, session: SaleState, free: number, capacity: number }): Availability {
  if (session.status === 'cancelled') return 'cancelled'
  if (hasEnded(session, now) || now >= session.saleEndsAt) return 'ended'
  if (now < session.saleStartsAt) return 'not-yet'
  if (free <= 0) return 'sold-out'
  return free * 10 < capacity ? 'few-left' : 'available'
}

const BEST_FIRST: readonly Availability[] = ['not-yet', 'sold-out', 'ended', 'cancelled']

/**
 * Of an event, by its sessions in the order of time: what the next one that can be bought says, for that is the one a card
 * invites to; where none can be bought, the best that any of them offers. An event without sessions is `ended`.
 */
export function eventAvailability(ofSessions: readonly Availability[]): Availability {
  return ofSessions.find(a => a === 'available' || a === 'few-left') ?? BEST_FIRST.find(a => ofSessions.includes(a)) ?? 'ended'
}
