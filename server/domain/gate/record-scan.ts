import { createHash } from 'node:crypto'
import { and, eq } from 'drizzle-orm'
import type { Queryable, Transaction } from '#drizzle/database.ts'
import { type GateScanRow, gateScans } from '#drizzle/schema/index.ts'
import { violatedConstraint } from '#drizzle/transaction.ts'
import type { ScanInput } from '#shared/api/gate.ts'
import type { Verdict } from '#shared/gate/verdicts.ts'
import type { DeviceAtGate } from './device-access.ts'

/** What there is to write down beside what the phone said. */
export interface Finding { verdict: Verdict, passed: boolean, ticketId: string | null, byHand: boolean, happenedAtMs: number, clockErrorMs: number }

/** The scan of this phone with this nonce, where it was handed in before. */
export async function knownScan(db: Queryable, at: DeviceAtGate, nonce: string): Promise<GateScanRow | null> {
  const [row] = await db.select().from(gateScans).where(and(eq(gateScans.deviceId, at.device.id), eq(gateScans.nonce, nonce)))
  return row ?? null
}

/** Writes a scan down. A twin that was quicker makes it fail with `isTwin`, and the whole transaction with it. */
export async function recordScan(tx: Transaction, at: DeviceAtGate, scan: ScanInput, finding: Finding): Promise<void> {
  await tx.insert(gateScans).values({
    deviceId: at.device.id, gateId: at.gate.id, sessionId: at.session.id, nonce: scan.nonce, sequence: scan.sequence, kind: scan.kind, undoes: scan.undoes ?? null,
    ticketId: finding.ticketId, verdict: finding.verdict, shown: scan.shown, passed: finding.passed, byHand: finding.byHand,
    codeHash: scan.code === undefined ? null : createHash('sha256').update(scan.code).digest('base64url'),
    deviceAt: new Date(scan.deviceAt), clockErrorMs: finding.clockErrorMs, happenedAt: new Date(finding.happenedAtMs)
  })
}

export const isTwin = (error: unknown) => violatedConstraint(error) === 'gate_scans_nonce'

/** Who did it, for the audit log. */
export const deviceActor = (at: DeviceAtGate) => `gate-device:${at.device.id}`
