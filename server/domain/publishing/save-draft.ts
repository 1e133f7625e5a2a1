import { and, eq } from 'drizzle-orm'
import type { Database, Transaction } from '#drizzle/database.ts'
import { type EventRow, eventDrafts, events, submissions } from '#drizzle/schema/index.ts'
import { inTransaction } from '#drizzle/transaction.ts'
import type { SaveDraftReply } from '#shared/api/publishing.ts'
import { DomainError } from '#shared/errors/domain-error.ts'
import type { EventDocument, EventDraftDocument } from '#shared/publishing/event-document.ts'
import { differenceOf, lockDraft } from './drafts.ts'
import { faultsOf } from './faults-of.ts'
import { type Author, isPublic, lockOwnEvent } from './own-event.ts'

/**
 * Autosave: writes the draft if it is still the version that the author saw. What visitors see stays as it is (Z-08).
 * Throws `draft-changed` with the newest version, `under-review` while an admin has it, `illegal-transition` for what was
 * cancelled, `not-found`.
 */
export async function saveDraft({ db }: { db: Database }, author: Author, eventId: string, input: { version: number, document: EventDraftDocument }): Promise<SaveDraftReply> {
  const saved = await inTransaction(db, async (tx) => {
    const event = await lockOwnEvent(tx, author, eventId)
    return { event, ...await writeDraft(tx, author, event, input.version, () => input.document) }
  })
  const { faults } = await faultsOf(db, saved.event, input.document, saved.approved)
  return { version: saved.version, savedAt: saved.savedAt.toISOString(), faults, ...differenceOf(saved.approved, input.document) }
}

/** Changes the draft of a locked event; `version` null: whatever version it is. */
export async function writeDraft(
  tx: Transaction, author: Author, event: EventRow, version: number | null, change: (document: EventDraftDocument) => EventDraftDocument
): Promise<{ version: number, savedAt: Date, document: EventDraftDocument, approved: EventDocument | null }> {
  if (event.status === 'cancelled') throw new DomainError('illegal-transition', { state: event.status })
  await requireNotUnderReview(tx, event.id)
  const { draft, approved } = await lockDraft(tx, event, author.userId)
  if (version !== null && draft.version !== version) throw new DomainError('draft-changed', { version: draft.version })
  const document = change(draft.document)
  const savedAt = new Date()
  await tx.update(eventDrafts).set({ document, version: draft.version + 1, updatedAt: savedAt, updatedBy: author.userId }).where(eq(eventDrafts.eventId, event.id))
  if (!isPublic(event)) await tx.update(events).set({ nameEn: document.name.en, nameZh: document.name.zh, updatedAt: savedAt }).where(eq(events.id, event.id))
  return { version: draft.version + 1, savedAt, document, approved }
}

/** Throws `under-review` where an admin has a submission of this event. */
export async function requireNotUnderReview(tx: Transaction, eventId: string): Promise<void> {
  const open = await tx.select({ id: submissions.id }).from(submissions).where(and(eq(submissions.eventId, eventId), eq(submissions.state, 'pending')))
  if (open.length > 0) throw new DomainError('under-review')
}
