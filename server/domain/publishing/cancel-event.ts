import { and, eq, gt, sql } from 'drizzle-orm'
import type { Database } from '#drizzle/database.ts'
import { eventDrafts, events, sessions } from '#drizzle/schema/index.ts'
import { inTransaction } from '#drizzle/transaction.ts'
import type { EventStatus } from '#shared/api/publishing.ts'
import type { EventDocument } from '#shared/publishing/event-document.ts'
import { noteCatalogueChanged } from './catalogue-changed.ts'
import { approvedDocumentOf } from './document-of.ts'
import { holdersOf, noteNewsOfSessions } from './holders.ts'
import { moveEvent } from './move-event.ts'
import { type Author, lockOwnEvent } from './own-event.ts'
import { withdrawOpen } from './submit-event.ts'

/**
 * Calls an event off: sales stop, everybody with a ticket for what is still to come is told and gets his money back. No
 * approval is needed, for nothing may be sold a minute longer; it cannot be undone. Throws `illegal-transition`, `not-found`.
 */
export async function cancelEvent({ db }: { db: Database }, author: Author, eventId: string, { reason }: { reason: string }): Promise<{ status: EventStatus, holdersTold: number }> {
  return await inTransaction(db, async (tx) => {
    const event = await lockOwnEvent(tx, author, eventId)
    const approved = await approvedDocumentOf(tx, event)
    await withdrawOpen(tx, event.id, author.userId)
    await moveEvent(tx, event.id, event.status, 'cancelled', author.userId, { reason })
    const off = await tx.update(sessions).set({ status: 'cancelled' })
      .where(and(eq(sessions.eventId, event.id), eq(sessions.status, 'scheduled'), gt(sessions.endsAt, sql`now()`))).returning({ id: sessions.id })
    const document = approved && allOff(approved, new Set(off.map(session => session.id)))
    await tx.update(events).set({ reviewReason: reason, updatedAt: sql`now()`, ...(document && { approvedDocument: document }) }).where(eq(events.id, event.id))
    if (document) await tx.update(eventDrafts).set({ document, version: sql`${eventDrafts.version} + 1`, updatedAt: sql`now()` }).where(eq(eventDrafts.eventId, event.id))
    await noteNewsOfSessions(tx, {
      by: author.userId, eventId: event.id, noticeKey: `cancel-${event.id}`, reason,
      sessions: off.map(session => ({ sessionId: session.id, kind: 'session-cancelled', linesEn: [], linesZh: [] }))
    })
    await noteCatalogueChanged(tx, event.id)
    return { status: 'cancelled', holdersTold: await holdersOf(tx, off.map(session => session.id)) }
  })
}

function allOff(document: EventDocument, off: ReadonlySet<string>): EventDocument {
  return { ...document, sessions: document.sessions.map(session => off.has(session.key) ? { ...session, status: 'cancelled' } : session) }
}
