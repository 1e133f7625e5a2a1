import { and, eq, isNull, sql } from 'drizzle-orm'
import { auditLog, gateDevices } from '#drizzle/schema/index.ts'
import { inTransaction } from '#drizzle/transaction.ts'
import { DomainError } from '#shared/errors/domain-error.ts'
import type { GateDeps } from './gate-deps.ts'
import { hashOf, newSecret } from './secrets.ts'

/**
 * Turns a phone into the scanner that a link was made for. A link is good for one phone: whoever photographs it later gets nothing.
 * Throws `gate-link-refused` for a link that is unknown, used, revoked or too old.
 * @returns the token that the phone shows from now on, and how long it lasts
 */
export async function joinGate(deps: GateDeps, secret: string): Promise<{ token: string, seconds: number }> {
  const token = newSecret()
  return await inTransaction(deps.db, async (tx) => {
    const [device] = await tx.update(gateDevices).set({ linkHash: null, tokenHash: hashOf(token), joinedAt: sql`now()`, lastSeenAt: sql`now()` })
      .where(and(eq(gateDevices.linkHash, hashOf(secret)), isNull(gateDevices.revokedAt), sql`${gateDevices.expiresAt} > now()`)).returning()
    if (!device) throw new DomainError('gate-link-refused')
    await tx.insert(auditLog).values({ actor: `gate-device:${device.id}`, action: 'gate-device.joined', subjectType: 'gate-device', subjectId: device.id, fromState: 'invited', toState: 'joined' })
    return { token, seconds: Math.ceil((device.expiresAt.getTime() - Date.now()) / 1000) }
  })
}

/** The phone gives its place up. Twice is once. */
export async function leaveGate(deps: GateDeps, token: string | null): Promise<void> {
  if (!token) return
  await inTransaction(deps.db, async (tx) => {
    const [device] = await tx.update(gateDevices).set({ tokenHash: null, revokedAt: sql`now()` }).where(eq(gateDevices.tokenHash, hashOf(token))).returning({ id: gateDevices.id })
    if (device) await tx.insert(auditLog).values({ actor: `gate-device:${device.id}`, action: 'gate-device.left', subjectType: 'gate-device', subjectId: device.id, fromState: 'joined', toState: 'revoked' })
  })
}
