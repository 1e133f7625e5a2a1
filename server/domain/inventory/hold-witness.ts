import type { Hold } from './hold-store.ts'

export interface WitnessedHold { eventId: string, sessionId: string, token: string, places: number, untilMs: number }

/** Is told of holds, for statistics. Never fails, and keeps nobody waiting. */
export interface HoldWitness {
  began(hold: WitnessedHold, userId: string | null): void
  extended(hold: WitnessedHold): void
}

export function witnessed(hold: Hold, { eventId }: { eventId: string }): WitnessedHold {
  return { eventId, sessionId: hold.sessionId, token: hold.token, places: hold.seats.length + hold.areas.reduce((sum, area) => sum + area.quantity, 0), untilMs: hold.expiresAtMs }
}
