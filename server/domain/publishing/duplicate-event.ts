import type { Database } from '#drizzle/database.ts'
import { inTransaction } from '#drizzle/transaction.ts'
import { newId } from '#shared/ids/id.ts'
import { copyDocument } from '#shared/publishing/copy-document.ts'
import { venueZones } from './venue-zones.ts'
import { writeNewEvent } from './create-event.ts'
import { readDraft } from './drafts.ts'
import { type Author, ownEvent } from './own-event.ts'

/** A draft of the author's own that says the same, its days moved by `shiftDays`; what was cancelled is not copied. */
export async function duplicateEvent({ db }: { db: Database }, author: Author, eventId: string, { shiftDays }: { shiftDays: number }): Promise<{ id: string }> {
  const event = await ownEvent(db, author, eventId)
  const { draft } = await readDraft(db, event)
  const zones = await venueZones(db, draft.document.sessions.flatMap(session => session.venueId ?? []))
  const id = newId()
  const document = copyDocument(draft.document, { shiftDays, newKey: newId, zoneOf: venueId => zones.get(venueId ?? '') ?? 'UTC' })
  await inTransaction(db, tx => writeNewEvent(tx, author, id, document, { copyOf: event.id }))
  return { id }
}
