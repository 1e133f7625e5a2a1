import type { Hold } from '#server/domain/inventory/hold-store.ts'
import { inOrder } from '../hold-replies.ts'
import type { SessionMemory } from './session-memory.ts'

/** The hold as callers see it, or null where there is none. */
export function describeHold(session: SessionMemory, sessionId: string, token: string): Hold | null {
  const hold = session.holds.get(token)
  if (!hold) return null
  return inOrder({
    token,
    sessionId,
    personKey: hold.personKey,
    seats: [...hold.seats].map(([seatIndex, line]) => ({ seatIndex, line })),
    areas: hold.areas.map(place => ({ ...place })),
    expiresAtMs: hold.untilMs,
    remainingMs: Math.max(0, hold.untilMs - Date.now()),
    extended: hold.extended
  })
}
