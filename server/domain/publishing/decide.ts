import { and, eq, ne, sql } from 'drizzle-orm'
import type { Database, Transaction } from '#drizzle/database.ts'
import { type EventRow, events, submissions, users } from '#drizzle/schema/index.ts'
import { inTransaction } from '#drizzle/transaction.ts'
import { recordAudit } from '#server/domain/accounts/index.ts'
import { giveNotice } from '#server/domain/notify/index.ts'
import type { EventStatus } from '#shared/api/publishing.ts'
import { DomainError } from '#shared/errors/domain-error.ts'
import { applyDocument } from './apply-document.ts'
import { faultsOf } from './faults-of.ts'
import { holdersOf, noteNewsOfSessions, sessionNewsOf } from './holders.ts'
import { moveEvent } from './move-event.ts'
import type { Author } from './own-event.ts'

export interface Decision { submissionId: string, decision: 'approve' | 'reject', reason?: string }

type SubmissionRow = typeof submissions.$inferSelect

/**
 * The decision of an admin on what was handed in. An approval is what visitors see from now on, and whoever has a ticket for
 * something else than it said hears of it; a rejection changes nothing but tells the publisher why. Throws `already-decided`
 * with who and what, `not-yourself` for one's own event, `event-not-ready` where it cannot be approved any more (`quota-below-taken`: that is why), `not-found`.
 */
export async function decideEvent({ db }: { db: Database }, admin: Author, eventId: string, input: Decision): Promise<{ status: EventStatus, slug: string, holdersTold: number }> {
  return await inTransaction(db, async (tx) => {
    const [event] = await tx.select().from(events).where(eq(events.id, eventId)).for('update')
    if (!event) throw new DomainError('not-found')
    const submission = await takeDecision(tx, admin, event, input)
    const outcome = input.decision === 'approve' ? await approve(tx, admin, event, submission) : await reject(tx, admin, event, submission, input.reason!)
    await recordAudit(tx, {
      actor: admin.userId, action: `submission.${submission.state}`, subjectType: 'submission', subjectId: submission.id, fromState: 'pending', toState: submission.state,
      details: { eventId, number: submission.number, size: submission.size, holdersTold: outcome.holdersTold }
    })
    await tellPublisher(tx, event, submission, outcome.slug)
    return outcome
  })
}

/** Decided once: of several who decide at the same moment the first is counted, and the others are told of it. */
async function takeDecision(tx: Transaction, admin: Author, event: EventRow, input: Decision): Promise<SubmissionRow> {
  const isThis = and(eq(submissions.id, input.submissionId), eq(submissions.eventId, event.id))
  const [known] = await tx.select({ submission: submissions, decidedBy: users.displayName }).from(submissions).leftJoin(users, eq(users.id, submissions.decidedBy)).where(isThis)
  if (!known) throw new DomainError('not-found')
  if (known.submission.state !== 'pending') throw new DomainError('already-decided', { state: known.submission.state, decidedBy: known.decidedBy })
  if (event.createdBy === admin.userId || known.submission.submittedBy === admin.userId) throw new DomainError('not-yourself')
  const [decided] = await tx.update(submissions)
    .set({ state: input.decision === 'approve' ? 'approved' : 'rejected', decidedBy: admin.userId, decidedAt: sql`now()`, reason: input.reason || null })
    .where(and(isThis, eq(submissions.state, 'pending'))).returning()
  if (!decided) throw new DomainError('already-decided', { state: known.submission.state, decidedBy: null })
  return decided
}

async function approve(tx: Transaction, admin: Author, event: EventRow, submission: SubmissionRow): Promise<{ status: EventStatus, slug: string, holdersTold: number }> {
  // Days may have passed since it was handed in: tickets were sold, a hall is gone, a date is over.
  const { faults } = await faultsOf(tx, event, submission.document, submission.base)
  const below = faults.find(fault => fault.code === 'quota-below-taken')
  if (below) throw new DomainError('quota-below-taken', below.data)
  if (faults.length > 0) throw new DomainError('event-not-ready', { faultCount: faults.length, faults })
  const news = submission.base ? await sessionNewsOf(tx, submission.base, submission.document, submission.changes) : []
  const slug = await applyDocument(tx, event, submission.document, admin.userId)
  if (event.status !== 'approved') await moveEvent(tx, event.id, event.status, 'approved', admin.userId, { submissionId: submission.id })
  const holdersTold = await holdersOf(tx, news.map(one => one.sessionId))
  await noteNewsOfSessions(tx, { by: admin.userId, eventId: event.id, noticeKey: submission.id, sessions: news })
  return { status: 'approved', slug, holdersTold }
}

async function reject(tx: Transaction, admin: Author, event: EventRow, submission: SubmissionRow, reason: string): Promise<{ status: EventStatus, slug: string, holdersTold: number }> {
  await tx.update(events).set({ reviewedBy: admin.userId, reviewReason: reason, ...(event.status === 'pending' && { updatedAt: sql`now()` }) }).where(and(eq(events.id, event.id), ne(events.status, 'cancelled')))
  if (event.status !== 'pending') return { status: event.status, slug: event.slug, holdersTold: 0 }
  await moveEvent(tx, event.id, 'pending', 'rejected', admin.userId, { submissionId: submission.id })
  return { status: 'rejected', slug: event.slug, holdersTold: 0 }
}

async function tellPublisher(tx: Transaction, event: EventRow, submission: SubmissionRow, slug: string): Promise<void> {
  const isApproved = submission.state === 'approved'
  const kind = isApproved ? 'event-approved' : 'event-rejected'
  await giveNotice(tx, {
    to: { userId: event.createdBy }, kind, key: `${kind}:${submission.id}`, path: isApproved ? `/events/${slug}` : `/publish/events/${event.id}`,
    params: { eventEn: submission.document.name.en, eventZh: submission.document.name.zh, reason: submission.reason, slug }
  })
}
