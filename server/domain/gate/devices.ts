import { and, eq, isNull, sql } from 'drizzle-orm'
import { auditLog, gateDevices } from '#drizzle/schema/index.ts'
import { inTransaction } from '#drizzle/transaction.ts'
import type { Author } from '#server/domain/publishing/index.ts'
import { DomainError } from '#shared/errors/domain-error.ts'
import type { Locale } from '#shared/text/local-text.ts'
import type { GateDeps } from './gate-deps.ts'
import { ownDevice, ownGate } from './own-gate.ts'
import { hashOf, newSecret } from './secrets.ts'

export interface DeviceLink { deviceId: string, link: string, qr: string }

/** How long after a session its phones may still be joined or scan, in ms: shows overrun. */
const AFTER_MS = 6 * 3_600_000

/** A link that turns one phone into a scanner of this gate. Throws `not-found`, `illegal-transition` for a closed gate. */
export async function inviteDevice(deps: GateDeps, author: Author, sessionId: string, gateId: string, name: string, locale: Locale = 'en'): Promise<DeviceLink> {
  const { session, gate } = await ownGate(deps.db, author, sessionId, gateId)
  if (gate.closedAt) throw new DomainError('illegal-transition', { state: 'closed' })
  const secret = newSecret()
  const deviceId = await inTransaction(deps.db, async (tx) => {
    const [device] = await tx.insert(gateDevices).values({ gateId, name, linkHash: hashOf(secret), expiresAt: new Date(session.endsAt.getTime() + AFTER_MS) }).returning({ id: gateDevices.id })
    await tx.insert(auditLog).values({ actor: author.userId, action: 'gate-device.invited', subjectType: 'gate-device', subjectId: device!.id, toState: 'invited', details: { gateId, name } })
    return device!.id
  })
  return await linkTo(deps, deviceId, secret, locale)
}

/**
 * A new link for a phone that was lost, replaced or locked out by mistake: from the moment on which somebody takes it, the old phone is
 * shut out. A phone that was revoked may hand in what it has scanned again once it has joined. Throws `not-found`, `illegal-transition`.
 */
export async function renewLink(deps: GateDeps, author: Author, sessionId: string, gateId: string, deviceId: string, locale: Locale = 'en'): Promise<DeviceLink> {
  const { session, gate } = await ownDevice(deps.db, author, sessionId, gateId, deviceId)
  if (gate.closedAt) throw new DomainError('illegal-transition', { state: 'closed' })
  const secret = newSecret()
  await inTransaction(deps.db, async (tx) => {
    await tx.update(gateDevices).set({ linkHash: hashOf(secret), revokedAt: null, expiresAt: new Date(session.endsAt.getTime() + AFTER_MS) }).where(eq(gateDevices.id, deviceId))
    await tx.insert(auditLog).values({ actor: author.userId, action: 'gate-device.invited', subjectType: 'gate-device', subjectId: deviceId, toState: 'invited', details: { gateId } })
  })
  return await linkTo(deps, deviceId, secret, locale)
}

/** Shuts a phone out: its next request is refused. Doing it twice does nothing more. Throws `not-found`. */
export async function revokeDevice(deps: GateDeps, author: Author, sessionId: string, gateId: string, deviceId: string): Promise<void> {
  await ownDevice(deps.db, author, sessionId, gateId, deviceId)
  await inTransaction(deps.db, async (tx) => {
    const revoked = await tx.update(gateDevices).set({ revokedAt: sql`now()`, linkHash: null, tokenHash: null })
      .where(and(eq(gateDevices.id, deviceId), isNull(gateDevices.revokedAt))).returning({ id: gateDevices.id })
    if (revoked.length) await tx.insert(auditLog).values({ actor: author.userId, action: 'gate-device.revoked', subjectType: 'gate-device', subjectId: deviceId, toState: 'revoked', details: { gateId } })
  })
}

/** The secret stands behind the `#`: no server and no log on the way ever sees it. */
async function linkTo(deps: GateDeps, deviceId: string, secret: string, locale: Locale): Promise<DeviceLink> {
  const link = new URL(`${locale === 'zh' ? '/zh' : ''}/gate#${secret}`, deps.publicUrl).href
  return { deviceId, link, qr: await deps.drawQr(link) }
}
