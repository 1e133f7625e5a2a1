import { and, eq, inArray, isNull, sql } from 'drizzle-orm'
import type { Database } from '#drizzle/database.ts'
import { inTransaction } from '#drizzle/transaction.ts'
import { auditLog, providerEvents } from '#drizzle/schema/index.ts'
import { DomainError } from '#shared/errors/domain-error.ts'

/** An admin has found out what a notice was about that fits no payment: it is shown no more. Throws `not-found`, also where somebody was faster. */
export async function explainEvent({ db }: { db: Database }, adminId: string, eventId: string, note: string): Promise<void> {
  await inTransaction(db, async (tx) => {
    const [explained] = await tx.update(providerEvents).set({ explainedAt: sql`now()` })
      .where(and(eq(providerEvents.id, eventId), inArray(providerEvents.outcome, ['unmatched', 'mismatch']), isNull(providerEvents.explainedAt))).returning()
    if (!explained) throw new DomainError('not-found')
    await tx.insert(auditLog).values({
      actor: adminId, action: 'provider-event.explained', subjectType: 'provider-event', subjectId: eventId, fromState: explained.outcome,
      details: { reason: note, provider: explained.provider, providerEventId: explained.providerEventId }
    })
  })
}
