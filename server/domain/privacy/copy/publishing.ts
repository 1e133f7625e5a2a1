import { asc, eq } from 'drizzle-orm'
import type { Queryable } from '#drizzle/database.ts'
import { eventDrafts, events, images, importRuns, reportReceivers, submissions, venues } from '#drizzle/schema/index.ts'

/** What somebody put on, handed in, uploaded and brought along. */
export async function copyOfPublishing(db: Queryable, userId: string) {
  const [own, drafts, handedIn, pictures, imports, proposed, receivers] = await Promise.all([
    db.select().from(events).where(eq(events.createdBy, userId)).orderBy(asc(events.createdAt)),
    db.select().from(eventDrafts).where(eq(eventDrafts.updatedBy, userId)).orderBy(asc(eventDrafts.updatedAt)),
    db.select({
      id: submissions.id, eventId: submissions.eventId, number: submissions.number, state: submissions.state, size: submissions.size, document: submissions.document,
      note: submissions.note, submittedAt: submissions.submittedAt, decidedAt: submissions.decidedAt, reason: submissions.reason
    }).from(submissions).where(eq(submissions.submittedBy, userId)).orderBy(asc(submissions.submittedAt)),
    db.select({ id: images.id, purpose: images.purpose, width: images.width, height: images.height, at: images.createdAt }).from(images).where(eq(images.ownerId, userId)).orderBy(asc(images.createdAt)),
    db.select().from(importRuns).where(eq(importRuns.userId, userId)).orderBy(asc(importRuns.createdAt)),
    db.select().from(venues).where(eq(venues.createdBy, userId)).orderBy(asc(venues.createdAt)),
    db.select({ name: reportReceivers.name, address: reportReceivers.email, language: reportReceivers.locale, format: reportReceivers.format, isMonthly: reportReceivers.isMonthly, isWeekly: reportReceivers.isWeekly, state: reportReceivers.state, since: reportReceivers.createdAt })
      .from(reportReceivers).where(eq(reportReceivers.ownerId, userId)).orderBy(asc(reportReceivers.createdAt))
  ])
  // Who else had a hand in it is somebody else's data.
  return {
    events: own.map(({ reviewedBy: _r, createdBy: _c, ...event }) => event),
    drafts: drafts.map(({ updatedBy: _, ...draft }) => draft),
    submissions: handedIn, pictures, imports: imports.map(({ userId: _, ...run }) => run), venuesProposed: proposed.map(({ createdBy: _, ...venue }) => venue), reportReceivers: receivers
  }
}
