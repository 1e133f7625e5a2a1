import type { Hold, HoldRequest, HoldStore } from '#server/domain/inventory/hold-store.ts'

/** A hold store that lets everybody in: what is left to decide, Postgres decides alone. */
export function openDoor(): HoldStore {
  const holds = new Map<string, Hold>()
  const grant = (request: HoldRequest): Hold => {
    const hold: Hold = { token: request.token, sessionId: request.sessionId, personKey: request.personKey, seats: request.seats, areas: request.areas, expiresAtMs: Date.now() + 600_000, remainingMs: 600_000, extended: false }
    holds.set(request.token, hold)
    return hold
  }
  const find = (token: string) => Promise.resolve(holds.get(token) ?? null)
  return {
    hold: request => Promise.resolve({ ok: true, hold: grant(request), picked: [] }),
    read: (_session, token) => find(token),
    beginOrder: (_session, token) => find(token),
    release: (_session, token) => find(token),
    extend: () => Promise.resolve({ ok: false, reason: 'gone' }),
    endOrder: () => Promise.resolve(),
    tell: () => Promise.resolve(),
    warm: () => Promise.resolve(),
    snapshot: () => Promise.resolve(null),
    changesSince: () => Promise.resolve('cold'),
    onChange: () => ({ areHeard: () => false, stop: () => {} })
  }
}
