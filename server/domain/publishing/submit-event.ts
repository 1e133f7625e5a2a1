import { and, desc, eq, max } from 'drizzle-orm'
import type { Database, Transaction } from '#drizzle/database.ts'
import { type EventRow, events, submissions, users } from '#drizzle/schema/index.ts'
import { inTransaction } from '#drizzle/transaction.ts'
import { recordAudit } from '#server/domain/accounts/index.ts'
import { giveNotice } from '#server/domain/notify/index.ts'
import type { EventStatus, SubmitEventReply } from '#shared/api/publishing.ts'
import { DomainError } from '#shared/errors/domain-error.ts'
import { newId } from '#shared/ids/id.ts'
import { eventDocument } from '#shared/publishing/event-document.ts'
import { differenceOf, lockDraft } from './drafts.ts'
import { faultsOf } from './faults-of.ts'
import { moveEvent } from './move-event.ts'
import { type Author, lockOwnEvent } from './own-event.ts'
import { requireNotUnderReview } from './save-draft.ts'

/**
 * Hands the draft in for approval; admins hear of it. Throws `event-not-ready` with all faults, `nothing-to-submit`,
 * `draft-changed`, `under-review`, `illegal-transition`, `not-found`.
 */
export async function submitEvent({ db }: { db: Database }, author: Author, eventId: string, input: { version: number, note?: string }): Promise<SubmitEventReply> {
  return await inTransaction(db, async (tx) => {
    const event = await lockOwnEvent(tx, author, eventId)
    if (event.status === 'cancelled') throw new DomainError('illegal-transition', { state: event.status })
    await requireNotUnderReview(tx, event.id)
    const { draft, approved } = await lockDraft(tx, event, author.userId)
    if (draft.version !== input.version) throw new DomainError('draft-changed', { version: draft.version })
    const { faults } = await faultsOf(tx, event, draft.document, approved)
    if (faults.length > 0) throw new DomainError('event-not-ready', { faultCount: faults.length, faults })
    const { changes, size } = differenceOf(approved, draft.document)
    if (approved && changes.length === 0) throw new DomainError('nothing-to-submit')

    const [last] = await tx.select({ number: max(submissions.number) }).from(submissions).where(eq(submissions.eventId, event.id))
    const submission = { id: newId(), eventId: event.id, number: (last?.number ?? 0) + 1, size, document: eventDocument.parse(draft.document), base: approved, changes, note: input.note || null, submittedBy: author.userId }
    await tx.insert(submissions).values(submission)
    // What was said of the last one is answered; it stays with that submission.
    await tx.update(events).set({ reviewReason: null }).where(eq(events.id, event.id))
    await recordAudit(tx, { actor: author.userId, action: 'submission.pending', subjectType: 'submission', subjectId: submission.id, toState: 'pending', details: { eventId: event.id, number: submission.number, size } })
    if (event.status === 'draft' || event.status === 'rejected') await moveEvent(tx, event.id, event.status, 'pending', author.userId, { submissionId: submission.id })
    await tellAdmins(tx, event, submission, author)
    return { submissionId: submission.id, size, isApproved: false }
  })
}

async function tellAdmins(tx: Transaction, event: EventRow, submission: { id: string, size: string, document: { name: { en: string, zh: string } } }, author: Author): Promise<void> {
  const [publisher] = await tx.select({ name: users.displayName }).from(users).where(eq(users.id, author.userId))
  await giveNotice(tx, {
    to: { role: 'admin' }, kind: 'event-submitted', key: `event-submitted:${submission.id}`, path: `/admin/reviews/${submission.id}`,
    params: { eventEn: submission.document.name.en, eventZh: submission.document.name.zh, publisher: publisher?.name ?? '', size: submission.size, slug: event.slug }
  })
}

/** Takes back what was handed in, so that it can be changed. Throws `already-decided` where an admin was faster, `illegal-transition` where nothing was handed in. */
export async function withdrawEvent({ db }: { db: Database }, author: Author, eventId: string): Promise<{ status: EventStatus }> {
  return await inTransaction(db, async (tx) => {
    const event = await lockOwnEvent(tx, author, eventId)
    const withdrawn = await withdrawOpen(tx, event.id, author.userId)
    if (!withdrawn) throw await nothingToWithdraw(tx, event)
    if (event.status !== 'pending') return { status: event.status }
    await moveEvent(tx, event.id, 'pending', 'draft', author.userId, { submissionId: withdrawn })
    return { status: 'draft' }
  })
}

/** Somebody who takes back too late hears who was faster; who never handed in, that there is nothing. */
async function nothingToWithdraw(tx: Transaction, event: EventRow): Promise<DomainError> {
  const [last] = await tx.select({ state: submissions.state, decidedBy: users.displayName }).from(submissions).leftJoin(users, eq(users.id, submissions.decidedBy))
    .where(eq(submissions.eventId, event.id)).orderBy(desc(submissions.number)).limit(1)
  return last ? new DomainError('already-decided', last) : new DomainError('illegal-transition', { state: event.status })
}

/** @returns the submission that was open, or null */
export async function withdrawOpen(tx: Transaction, eventId: string, actor: string): Promise<string | null> {
  const [open] = await tx.update(submissions).set({ state: 'withdrawn', decidedAt: new Date(), decidedBy: actor })
    .where(and(eq(submissions.eventId, eventId), eq(submissions.state, 'pending'))).returning({ id: submissions.id })
  if (!open) return null
  await recordAudit(tx, { actor, action: 'submission.withdrawn', subjectType: 'submission', subjectId: open.id, fromState: 'pending', toState: 'withdrawn' })
  return open.id
}
