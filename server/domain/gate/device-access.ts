import { eq, sql } from 'drizzle-orm'
import type { Database } from '#drizzle/database.ts'
import { type EventRow, type GateDeviceRow, type GateRow, type SessionRow, events, gateDevices, gates, sessions } from '#drizzle/schema/index.ts'
import { DomainError } from '#shared/errors/domain-error.ts'
import { hashOf } from './secrets.ts'

/** A phone at its gate: all that it may know of the house hangs on these. */
export interface DeviceAtGate {
  device: GateDeviceRow
  gate: GateRow
  session: SessionRow
  event: Pick<EventRow, 'id' | 'nameEn' | 'nameZh' | 'codeRule'>
  /** The session is long over: what was scanned is still taken, nothing else is given. */
  isOver: boolean
}

/** The phone that shows this token. Throws `gate-device-refused` for none, an unknown one and a revoked one alike: looked up each time, so that revoking works at once. */
export async function deviceOf(db: Database, token: string | null): Promise<DeviceAtGate> {
  if (!token) throw new DomainError('gate-device-refused')
  const [found] = await db.select({
    device: gateDevices, gate: gates, session: sessions, event: { id: events.id, nameEn: events.nameEn, nameZh: events.nameZh, codeRule: events.codeRule },
    isOver: sql<boolean>`${gateDevices.expiresAt} <= now()`
  }).from(gateDevices).innerJoin(gates, eq(gates.id, gateDevices.gateId)).innerJoin(sessions, eq(sessions.id, gates.sessionId)).innerJoin(events, eq(events.id, sessions.eventId))
    .where(eq(gateDevices.tokenHash, hashOf(token)))
  if (!found || found.device.revokedAt) throw new DomainError('gate-device-refused')
  return found
}

/** The same, while its session lasts. Throws `gate-device-over` after that. */
export async function deviceOnDuty(db: Database, token: string | null): Promise<DeviceAtGate> {
  const at = await deviceOf(db, token)
  if (at.isOver) throw new DomainError('gate-device-over')
  return at
}

export interface DeviceState { sentAt: string, pending: number, listAt: string | null }

/** How often it is written down that a phone lives, in seconds: its publisher looks every few seconds. */
const SEEN_SECONDS = 5

/** Writes down what a phone says of itself. @returns how far its clock is ahead of ours, in ms */
export async function noteDevice(db: Database, device: GateDeviceRow, state: DeviceState): Promise<number> {
  const clockErrorMs = clampMs(Date.parse(state.sentAt) - Date.now())
  const isNews = device.pending !== state.pending || device.listAt?.toISOString() !== (state.listAt ?? undefined)
  await db.update(gateDevices).set({ lastSeenAt: sql`now()`, pending: state.pending, clockErrorMs, ...(state.listAt ? { listAt: new Date(state.listAt) } : {}) })
    .where(sql`${gateDevices.id} = ${device.id} and (${isNews} or ${gateDevices.lastSeenAt} is null or ${gateDevices.lastSeenAt} < now() - make_interval(secs => ${SEEN_SECONDS}))`)
  return clockErrorMs
}

/** A clock that is off by more than 20 days says nothing more than that. */
const clampMs = (ms: number) => Math.round(Math.max(-1_728_000_000, Math.min(1_728_000_000, ms)))
