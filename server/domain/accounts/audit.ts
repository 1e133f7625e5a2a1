import type { Queryable } from '#drizzle/database.ts'
import { auditLog } from '#drizzle/schema/index.ts'

/** One act worth remembering: who did what to which thing. */
export interface AuditEntry {
  /** A user id, `guest`, or the name of a job. */
  actor: string
  /** `<subject>.<what happened>`, for example `order.paid`. */
  action: string
  subjectType: string
  subjectId: string
  fromState?: string
  toState?: string
  /** Facts that the states do not say. Never a secret: the log is read by people and kept for years. */
  details?: Record<string, unknown>
}

/** Writes one row of the append-only audit log. Give it the transaction of the act itself, so that neither is there alone. */
export async function recordAudit(tx: Queryable, entry: AuditEntry): Promise<void> {
  await tx.insert(auditLog).values({ ...entry, details: entry.details ?? {} })
}
