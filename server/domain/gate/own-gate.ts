import { and, eq } from 'drizzle-orm'
import type { Queryable } from '#drizzle/database.ts'
import { type EventRow, type GateDeviceRow, type GateRow, type SessionRow, gateDevices, gates } from '#drizzle/schema/index.ts'
import { type Author, ownSession } from '#server/domain/publishing/index.ts'
import { DomainError } from '#shared/errors/domain-error.ts'

/** A gate of a session that is the author's. Throws `not-found` for others and for none alike. */
export async function ownGate(db: Queryable, author: Author, sessionId: string, gateId: string): Promise<{ session: SessionRow, event: EventRow, gate: GateRow }> {
  const own = await ownSession(db, author, sessionId)
  const [gate] = await db.select().from(gates).where(and(eq(gates.id, gateId), eq(gates.sessionId, sessionId)))
  if (!gate) throw new DomainError('not-found')
  return { ...own, gate }
}

/** A device of such a gate. */
export async function ownDevice(db: Queryable, author: Author, sessionId: string, gateId: string, deviceId: string): Promise<{ session: SessionRow, gate: GateRow, device: GateDeviceRow }> {
  const own = await ownGate(db, author, sessionId, gateId)
  const [device] = await db.select().from(gateDevices).where(and(eq(gateDevices.id, deviceId), eq(gateDevices.gateId, gateId)))
  if (!device) throw new DomainError('not-found')
  return { ...own, device }
}
