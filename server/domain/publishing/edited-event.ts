import type { Database } from '#drizzle/database.ts'
import type { EditedEventReply } from '#shared/api/publishing.ts'
import { differenceOf, readDraft } from './drafts.ts'
import { faultsOf } from './faults-of.ts'
import { type Author, ownEvent } from './own-event.ts'
import { submissionsOf } from './submission-views.ts'

/** Everything that an editor shows of an event. Throws `not-found` for what is not the author's. */
export async function readEditedEvent({ db }: { db: Database }, author: Author, eventId: string): Promise<EditedEventReply> {
  const event = await ownEvent(db, author, eventId)
  const [{ draft, approved }, submissions] = await Promise.all([readDraft(db, event), submissionsOf(db, event.id)])
  const { faults, sold } = await faultsOf(db, event, draft.document, approved)
  return {
    id: event.id, slug: event.slug, status: event.status, publisherId: event.createdBy,
    version: draft.version, document: draft.document, approvedDocument: approved,
    faults, ...differenceOf(approved, draft.document),
    submissions, sessionFacts: sold,
    updatedAt: draft.updatedAt.toISOString()
  }
}
