import type { Transaction } from '#drizzle/database.ts'
import { auditLog, refundRuns } from '#drizzle/schema/index.ts'
import { newId } from '#shared/ids/id.ts'

/** Sessions that were called off, and why. */
export interface CalledOff {
  eventId: string
  sessionIds: readonly string[]
  /** The same cause is worked off once: `cancel-<event id>`, the id of a submission. */
  causeKey: string
  reason?: string
  /** Who called them off. */
  startedBy: string
}

/** Leaves word, in the transaction that calls sessions off, that everybody of them gets his money back: `refundCalledOff` does it. */
export async function startRefundRun(tx: Transaction, { sessionIds, reason, ...cause }: CalledOff): Promise<void> {
  if (sessionIds.length === 0) return
  const run = { id: newId(), ...cause, sessionIds: [...sessionIds], reason: reason ?? null }
  const written = await tx.insert(refundRuns).values(run).onConflictDoNothing({ target: refundRuns.causeKey }).returning({ id: refundRuns.id })
  if (written.length === 0) return
  await tx.insert(auditLog).values({ actor: cause.startedBy, action: 'refund-run.started', subjectType: 'refund-run', subjectId: run.id, toState: 'started', details: { eventId: cause.eventId, sessionIds: run.sessionIds } })
}
