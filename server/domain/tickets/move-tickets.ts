import { and, eq, inArray, isNull, sql } from 'drizzle-orm'
import type { Transaction } from '#drizzle/database.ts'
import { type TicketRow, auditLog, outbox, tickets } from '#drizzle/schema/index.ts'
import { DomainError } from '#shared/errors/domain-error.ts'
import { TICKET_TRANSITIONS, type TicketState } from './transitions.ts'

/** Moves that a blocked ticket does not make: its money is disputed. */
const NEEDS_UNBLOCKED: readonly TicketState[] = ['used', 'transferred', 'changed']

/**
 * Moves tickets to a state: the only way a ticket ever changes it. A conditional update whose rows are counted, the audit row and the
 * outbox message `ticket.<state>`, in the caller's transaction. Throws illegal-transition where the table of moves has no such move.
 * @returns the tickets that moved now; the others were in another state, or blocked
 */
export async function moveTickets(tx: Transaction, ids: string[], from: TicketState, to: TicketState, actor: string, details: Record<string, unknown> = {}): Promise<TicketRow[]> {
  if (!TICKET_TRANSITIONS[from].includes(to)) throw new DomainError('illegal-transition', { state: from })
  if (ids.length === 0) return []
  const moved = await tx.update(tickets)
    .set({ state: to, usedAt: to === 'used' ? sql`clock_timestamp()` : null })
    .where(and(inArray(tickets.id, ids), eq(tickets.state, from), NEEDS_UNBLOCKED.includes(to) ? isNull(tickets.blockedReason) : undefined))
    .returning()
  if (moved.length === 0) return []
  await Promise.all([
    tx.insert(auditLog).values(moved.map(t => ({ actor, action: `ticket.${to}`, subjectType: 'ticket', subjectId: t.id, fromState: from, toState: to, details }))),
    tx.insert(outbox).values(moved.map(t => ({ topic: `ticket.${to}`, key: t.id, payload: { ticketId: t.id, sessionId: t.sessionId, orderId: t.orderId } })))
  ])
  return moved
}
