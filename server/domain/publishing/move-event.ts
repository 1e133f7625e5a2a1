import { and, eq } from 'drizzle-orm'
import type { Transaction } from '#drizzle/database.ts'
import { events, outbox } from '#drizzle/schema/index.ts'
import { recordAudit } from '#server/domain/accounts/index.ts'
import { DomainError } from '#shared/errors/domain-error.ts'
import { EVENT_TRANSITIONS, type EventState } from './transitions.ts'

/**
 * Moves an event to a state: the only way in which it ever changes it. A conditional update whose rows are counted the
 * audit row and the outbox message, in the caller's transaction. Throws `illegal-transition` where there is no such move, or somebody was faster.
 */
export async function moveEvent(tx: Transaction, eventId: string, from: EventState, to: EventState, actor: string, details?: Record<string, unknown>): Promise<void> {
  if (!EVENT_TRANSITIONS[from].includes(to)) throw new DomainError('illegal-transition', { state: from })
  const moved = await tx.update(events).set({ status: to }).where(and(eq(events.id, eventId), eq(events.status, from))).returning({ id: events.id })
  if (moved.length === 0) throw new DomainError('illegal-transition', { state: from })
  await recordAudit(tx, { actor, action: `event.${to}`, subjectType: 'event', subjectId: eventId, fromState: from, toState: to, details })
  await tx.insert(outbox).values({ topic: `event.${to}`, key: eventId, payload: { eventId } })
}
