import { createHash } from 'node:crypto'
import { recordAudit } from '#server/domain/accounts/index.ts'
import type { BrakesDeps } from './brakes-deps.ts'

/** A decision of the brakes: which rule, about whom, on what. */
export interface Decision { rule: string, who: string, subjectType: 'session' | 'order', subjectId: string, details?: Record<string, unknown> }

/**
 * Writes a refusal into the audit log, so that a mistake can be found and put right. A flood of the same refusal is one row a minute,
 * or the log would be what the flood fills. A browser is named by a hash: its id would let a reader act as it.
 */
export async function writeDown({ db, limiter }: BrakesDeps, { rule, who, subjectType, subjectId, details }: Decision): Promise<void> {
  const { allowed } = await limiter.hit(`brake-log:${rule}:${subjectId}:${who}`, 1, 60)
  if (!allowed) return
  const [, visitor] = /^visitor:(.+)$/.exec(who) ?? []
  const whom = visitor ? `visitor-hash:${createHash('sha256').update(visitor).digest('base64url').slice(0, 16)}` : who
  await recordAudit(db, { actor: 'brakes', action: `brakes.${rule}`, subjectType, subjectId, details: { who: whom, ...details } })
}
