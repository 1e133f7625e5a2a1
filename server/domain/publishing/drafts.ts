import { eq } from 'drizzle-orm'
import type { Queryable, Transaction } from '#drizzle/database.ts'
import { type EventRow, eventDrafts } from '#drizzle/schema/index.ts'
import type { EventDocument, EventDraftDocument } from '#shared/publishing/event-document.ts'
import { emptyDocument } from '#shared/publishing/empty-document.ts'
import { diffEvents, sizeOfChanges } from '#shared/publishing/event-diff.ts'
import type { EventChange } from '#shared/publishing/event-change.ts'
import { approvedDocumentOf } from './document-of.ts'

export type DraftRow = typeof eventDrafts.$inferSelect
export type SubmissionSize = 'first' | 'small' | 'large'

/** A draft that nobody has begun is what is approved, in version 1. */
export interface Draft { document: EventDraftDocument, version: number, updatedAt: Date }

/** What is being worked on, and what visitors see. */
export async function readDraft(db: Queryable, event: EventRow): Promise<{ draft: Draft, approved: EventDocument | null }> {
  const [[row], approved] = await Promise.all([
    db.select().from(eventDrafts).where(eq(eventDrafts.eventId, event.id)),
    approvedDocumentOf(db, event)
  ])
  return { draft: row ?? unbegun(event, approved), approved }
}

/** The same; nobody else changes the draft until this transaction ends. Lock the event first. */
export async function lockDraft(tx: Transaction, event: EventRow, author: string): Promise<{ draft: DraftRow, approved: EventDocument | null }> {
  const approved = await approvedDocumentOf(tx, event)
  await tx.insert(eventDrafts).values({ eventId: event.id, document: unbegun(event, approved).document, updatedBy: author }).onConflictDoNothing()
  const [draft] = await tx.select().from(eventDrafts).where(eq(eventDrafts.eventId, event.id)).for('update')
  return { draft: draft!, approved }
}

function unbegun(event: EventRow, approved: EventDocument | null): Draft {
  return { document: approved ?? emptyDocument({ currency: 'CNY', posterSeed: event.posterSeed }), version: 1, updatedAt: event.updatedAt }
}

/** What an admin would be asked to look at. */
export function differenceOf(approved: EventDocument | null, document: EventDraftDocument): { changes: EventChange[], size: SubmissionSize } {
  if (!approved) return { changes: [], size: 'first' }
  const changes = diffEvents(approved, document)
  return { changes, size: sizeOfChanges(changes) }
}
