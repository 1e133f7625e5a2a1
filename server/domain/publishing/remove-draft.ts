import { eq } from 'drizzle-orm'
import type { Database } from '#drizzle/database.ts'
import { eventDrafts, events, submissions } from '#drizzle/schema/index.ts'
import { inTransaction } from '#drizzle/transaction.ts'
import { recordAudit } from '#server/domain/accounts/index.ts'
import { DomainError } from '#shared/errors/domain-error.ts'
import { type Author, lockOwnEvent } from './own-event.ts'
import { requireNotUnderReview } from './save-draft.ts'

/** Throws away an event that was never approved. What visitors have seen is cancelled, never removed: `illegal-transition`. */
export async function removeDraft({ db }: { db: Database }, author: Author, eventId: string): Promise<void> {
  await inTransaction(db, async (tx) => {
    const event = await lockOwnEvent(tx, author, eventId)
    await requireNotUnderReview(tx, event.id)
    if ((event.status !== 'draft' && event.status !== 'rejected') || event.firstApprovedAt) throw new DomainError('illegal-transition', { state: event.status })
    await tx.delete(submissions).where(eq(submissions.eventId, event.id))
    await tx.delete(eventDrafts).where(eq(eventDrafts.eventId, event.id))
    await tx.delete(events).where(eq(events.id, event.id))
    await recordAudit(tx, { actor: author.userId, action: 'event.removed', subjectType: 'event', subjectId: event.id, fromState: event.status, details: { nameEn: event.nameEn, nameZh: event.nameZh } })
  })
}
