import { and, eq } from 'drizzle-orm'
import type { Transaction } from '#drizzle/database.ts'
import { type EventRow, eventDrafts, events } from '#drizzle/schema/index.ts'
import { DomainError } from '#shared/errors/domain-error.ts'
import { newId } from '#shared/ids/id.ts'
import { diffEvents } from '#shared/publishing/event-diff.ts'
import { type EventDocument, eventDocument } from '#shared/publishing/event-document.ts'
import { sameValue } from '#shared/publishing/same-value.ts'
import { applyDocument } from './apply-document.ts'
import { writeNewEvent } from './create-event.ts'
import { lockDraft } from './drafts.ts'
import { faultsOf } from './faults-of.ts'
import { noteNewsOfSessions, sessionNewsOf } from './holders.ts'
import { moveEvent } from './move-event.ts'
import { type Author, isPublic } from './own-event.ts'
import { requireNotUnderReview, writeDraft } from './save-draft.ts'

export interface ImportedEvent {
  /** Where it comes from, and its id there: the same pair is the same event of its author. */
  source: string
  externalId: string
  document: EventDocument
  /** `approved` puts it on sale at once; the caller sees to it that only an admin asks for that. */
  publish: 'draft' | 'approved'
}

/**
 * Writes an event that comes from elsewhere: a new one, or changes to the one that came before. Whoever has tickets for something
 * else than it says now hears of it, as after any approval. Throws `event-not-ready`, `under-review`, `illegal-transition`.
 */
export async function importEvent(tx: Transaction, author: Author, wish: ImportedEvent): Promise<{ eventId: string, outcome: 'new' | 'changed' | 'unchanged' }> {
  const [known] = await tx.select().from(events)
    .where(and(eq(events.createdBy, author.userId), eq(events.externalSource, wish.source), eq(events.externalId, wish.externalId))).for('update')
  if (known && await isAsBefore(tx, author, known, wish)) return { eventId: known.id, outcome: 'unchanged' }
  const eventId = known?.id ?? newId()
  if (known) {
    await writeDraft(tx, author, known, null, () => wish.document)
  } else {
    await writeNewEvent(tx, author, eventId, wish.document, { source: wish.source, externalId: wish.externalId })
    await tx.update(events).set({ externalSource: wish.source, externalId: wish.externalId }).where(eq(events.id, eventId))
  }
  if (wish.publish === 'approved') await approve(tx, author, eventId, wish.document)
  return { eventId, outcome: known ? 'changed' : 'new' }
}

async function isAsBefore(tx: Transaction, author: Author, event: EventRow, { document, publish }: ImportedEvent): Promise<boolean> {
  const { draft, approved } = await lockDraft(tx, event, author.userId)
  if (publish === 'approved') return isPublic(event) && approved !== null && diffEvents(approved, document).length === 0
  return sameValue(draft.document, document)
}

async function approve(tx: Transaction, admin: Author, eventId: string, document: EventDocument): Promise<void> {
  await requireNotUnderReview(tx, eventId)
  const [event] = await tx.select().from(events).where(eq(events.id, eventId))
  const approved = event!.approvedDocument
  // What is over stays found, and the same file may come again next year: being over is no fault of an import.
  const faults = (await faultsOf(tx, event!, document, approved)).faults.filter(fault => fault.code !== 'session-past')
  const parsed = eventDocument.safeParse(document)
  if (faults.length > 0 || !parsed.success) throw new DomainError('event-not-ready', { faultCount: faults.length || 1, faults })
  const news = approved ? await sessionNewsOf(tx, approved, parsed.data, diffEvents(approved, parsed.data)) : []
  await applyDocument(tx, event!, parsed.data, admin.userId)
  if (event!.status !== 'approved') {
    const details = { imported: true }
    if (event!.status !== 'pending') await moveEvent(tx, eventId, event!.status, 'pending', admin.userId, details)
    await moveEvent(tx, eventId, 'pending', 'approved', admin.userId, details)
  }
  const [draft] = await tx.select({ version: eventDrafts.version }).from(eventDrafts).where(eq(eventDrafts.eventId, eventId))
  await noteNewsOfSessions(tx, { by: admin.userId, eventId, noticeKey: `import:${eventId}:${draft!.version}`, sessions: news })
}
