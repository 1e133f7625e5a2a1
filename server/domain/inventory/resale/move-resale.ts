import { type SQL, and, eq, sql } from 'drizzle-orm'
import type { Transaction } from '#drizzle/database.ts'
import { type ResaleRow, auditLog, outbox, resales } from '#drizzle/schema/index.ts'
import { DomainError } from '#shared/errors/domain-error.ts'
import { RESALE_TRANSITIONS, type ResaleState } from './transitions.ts'

type Facts = Partial<Pick<ResaleRow, 'buyerOrderId' | 'buyerLineId' | 'backMinor'>> & { keptUntil?: SQL | null }

/**
 * Moves a resale to a state: the only way one ever changes it. A conditional update (`where` may ask for more), the audit row and the
 * outbox message, in the caller's transaction. @returns whether it moved now; else somebody was faster
 */
export async function moveResale(tx: Transaction, resale: ResaleRow, from: ResaleState, to: ResaleState, actor: string, facts: Facts = {}, where?: SQL): Promise<boolean> {
  if (!RESALE_TRANSITIONS[from].includes(to)) throw new DomainError('illegal-transition', { state: from })
  const isOver = to !== 'open' && to !== 'locked'
  const moved = await tx.update(resales)
    .set({ state: to, keptUntil: null, keptFor: null, ...(isOver && { decidedAt: sql`now()` }), ...(to !== 'locked' && to !== 'sold' && { buyerOrderId: null, buyerLineId: null }), ...facts })
    .where(and(eq(resales.id, resale.id), eq(resales.state, from), where)).returning({ id: resales.id })
  if (moved.length === 0) return false
  await noteResale(tx, resale, from, to, actor)
  return true
}

export async function noteResale(tx: Transaction, resale: Pick<ResaleRow, 'id' | 'ticketId' | 'sessionId'>, from: ResaleState | null, to: ResaleState, actor: string): Promise<void> {
  await tx.insert(auditLog).values({ actor, action: `resale.${to}`, subjectType: 'resale', subjectId: resale.id, fromState: from, toState: to, details: { ticketId: resale.ticketId } })
  await tx.insert(outbox).values({ topic: `resale.${to}`, key: resale.id, payload: { resaleId: resale.id, ticketId: resale.ticketId, sessionId: resale.sessionId } })
}
