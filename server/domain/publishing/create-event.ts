import { eq } from 'drizzle-orm'
import type { Database, Transaction } from '#drizzle/database.ts'
import { eventDrafts, events, publishers } from '#drizzle/schema/index.ts'
import { inTransaction } from '#drizzle/transaction.ts'
import { recordAudit } from '#server/domain/accounts/index.ts'
import { newId } from '#shared/ids/id.ts'
import { emptyDocument } from '#shared/publishing/empty-document.ts'
import type { EventDraftDocument } from '#shared/publishing/event-document.ts'
import type { Author } from './own-event.ts'

export interface NewEventDeps { db: Database, houseCurrency: string }

/** A new draft with what is known already. It has the name of its publisher as organiser, and a poster of its own. */
export async function createEvent({ db, houseCurrency }: NewEventDeps, author: Author, known: Partial<EventDraftDocument> = {}): Promise<{ id: string }> {
  const id = newId()
  const [publisher] = await db.select().from(publishers).where(eq(publishers.userId, author.userId))
  const blank = emptyDocument({ currency: houseCurrency, posterSeed: id })
  const organiser = publisher ? { en: publisher.nameEn, zh: publisher.nameZh } : blank.organiser
  await inTransaction(db, tx => writeNewEvent(tx, author, id, { ...blank, organiser, ...known }))
  return { id }
}

/** The row that a draft hangs on: until the first approval only its name is kept up to date, for lists. */
export async function writeNewEvent(tx: Transaction, author: Author, id: string, document: EventDraftDocument, details?: Record<string, unknown>): Promise<void> {
  await tx.insert(events).values({
    id, slug: draftSlug(id), status: 'draft', createdBy: author.userId, posterSeed: id,
    nameEn: document.name.en, nameZh: document.name.zh, summaryEn: '', summaryZh: '', descriptionEn: '', descriptionZh: '', organiserEn: '', organiserZh: ''
  })
  await tx.insert(eventDrafts).values({ eventId: id, document, updatedBy: author.userId })
  await recordAudit(tx, { actor: author.userId, action: 'event.draft', subjectType: 'event', subjectId: id, toState: 'draft', details })
}

/** Nobody sees it: the address is made of the name at the first approval. */
export const draftSlug = (eventId: string) => `draft-${eventId}`
