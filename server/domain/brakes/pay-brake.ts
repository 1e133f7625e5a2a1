import type { Window } from '#server/domain/accounts/index.ts'
import type { Holder } from '#server/domain/inventory/index.ts'
import { personOf } from '#server/domain/inventory/index.ts'
import { DomainError } from '#shared/errors/domain-error.ts'
import { FASTEST_HUMAN_SECONDS } from './brake-rules.ts'
import type { BrakesDeps } from './brakes-deps.ts'
import { writeDown } from './write-down.ts'

/** Remembers that somebody chose a seat just now, whenever that is counted. */
export function paceNote(holder: Holder): Window {
  return { ...paceOf(holder), isNote: true }
}

/**
 * Slows down who chooses and pays faster than a person can: the payment is refused until a person could have done it. The seats
 * stay his; a mistake costs a second. Throws `too-fast`.
 */
export async function brakePayment(deps: BrakesDeps, holder: Holder, order: { id: string, sessionId: string, isPending: boolean }): Promise<void> {
  if (!deps.areBrakesOn || !order.isPending) return
  const { refusedBy } = await deps.limiter.hitAll(order.sessionId, [paceOf(holder)])
  if (refusedBy === null) return
  await writeDown(deps, { rule: 'too-fast', who: personOf(holder), subjectType: 'order', subjectId: order.id })
  throw new DomainError('too-fast', { retryAfterSeconds: FASTEST_HUMAN_SECONDS })
}

const paceOf = (holder: Holder): Window => ({ key: `brake:pace:${personOf(holder)}`, limit: 1, windowSeconds: FASTEST_HUMAN_SECONDS })
