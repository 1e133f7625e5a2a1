import { and, eq } from 'drizzle-orm'
import type { Transaction } from '#drizzle/database.ts'
import { type AllotmentRow, allotments } from '#drizzle/schema/index.ts'
import { isLive } from '#server/domain/inventory/index.ts'
import { DomainError } from '#shared/errors/domain-error.ts'

/** An allotment of the session that still keeps its places. Throws `not-found`, or `illegal-transition` where it was released. */
export async function requireAllotment(tx: Transaction, sessionId: string, id: string): Promise<AllotmentRow> {
  const [found] = await tx.select({ allotment: allotments, isLive }).from(allotments).where(and(eq(allotments.id, id), eq(allotments.sessionId, sessionId)))
  if (!found) throw new DomainError('not-found')
  if (!found.isLive) throw new DomainError('illegal-transition', { state: 'released' })
  return found.allotment
}
