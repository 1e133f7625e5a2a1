import type { Holder } from '#server/domain/inventory/index.ts'
import { personOf } from '#server/domain/inventory/index.ts'
import { DomainError } from '#shared/errors/domain-error.ts'
import { FASTEST_HUMAN_SECONDS } from './brake-rules.ts'
import type { BrakesDeps } from './brakes-deps.ts'
import { writeDown } from './write-down.ts'

/** Remembers that somebody chose a seat just now. */
export async function notePace(deps: BrakesDeps, holder: Holder): Promise<void> {
  await deps.limiter.hit(paceOf(holder), 1, FASTEST_HUMAN_SECONDS)
}

/**
 * Slows down who chooses and pays faster than a person can: the payment is refused until a person could have done it. The seats
 * stay his; a mistake costs a second. Throws `too-fast`.
 */
export async function brakePayment(deps: BrakesDeps, holder: Holder, order: { id: string, isPending: boolean }): Promise<void> {
  if (!deps.areBrakesOn || !order.isPending) return
  const { allowed } = await deps.limiter.hit(paceOf(holder), 1, FASTEST_HUMAN_SECONDS)
  if (allowed) return
  await writeDown(deps, { rule: 'too-fast', who: personOf(holder), subjectType: 'order', subjectId: order.id })
  throw new DomainError('too-fast', { retryAfterSeconds: FASTEST_HUMAN_SECONDS })
}

const paceOf = (holder: Holder) => `brake:pace:${personOf(holder)}`
