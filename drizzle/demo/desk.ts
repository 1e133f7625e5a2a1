import { sql } from 'drizzle-orm'
import type { Transaction } from '#drizzle/database.ts'
import { auditLog, eventDrafts, events, submissions } from '#drizzle/schema/index.ts'
import { documentsOf } from '#server/domain/publishing/index.ts'
import { newId } from '#shared/ids/id.ts'
import { diffEvents, sizeOfChanges } from '#shared/publishing/event-diff.ts'
import type { EventDocument } from '#shared/publishing/event-document.ts'
import type { DemoAccounts } from './accounts.ts'
import { daysFromToday } from './calendar.ts'
import { HANDED_IN, type HandedIn, newEventDocument } from './desk-events.ts'

const ZONE = 'Asia/Shanghai'

export interface DemoDesk { today: Date, accounts: DemoAccounts, categoryIds: Map<string, string>, planOf(venue: string, hall: string): { venueId: string, planId: string } }

/** What lies on the desks of the publisher and the admin: every event as a document, and some that wait for a decision. */
export async function seedDesk(tx: Transaction, desk: DemoDesk): Promise<void> {
  const made = await tx.select({ id: events.id, slug: events.slug }).from(events)
  const documents = await documentsOf(tx, made.map(event => event.id))
  await approveAll(tx, documents)
  for (const wish of HANDED_IN) {
    if (wish.kind === 'new') await handInNew(tx, desk, wish)
    else await handInChange(tx, desk, wish, made.find(event => event.slug === wish.slug)!.id, documents)
  }
}

async function approveAll(tx: Transaction, documents: Map<string, EventDocument>): Promise<void> {
  const rows = JSON.stringify([...documents].map(([id, document]) => ({ id, document })))
  await tx.execute(sql`
    update events e set approved_document = r.document, first_approved_at = e.created_at
    from jsonb_to_recordset(${rows}::text::jsonb) as r(id uuid, document jsonb) where e.id = r.id`)
}

async function handInChange(tx: Transaction, desk: DemoDesk, wish: Extract<HandedIn, { kind: 'change' }>, eventId: string, documents: Map<string, EventDocument>): Promise<void> {
  const base = documents.get(eventId)!
  const document = wish.change(structuredClone(base))
  const changes = diffEvents(base, document)
  await writeSubmission(tx, desk, { eventId, number: 1, size: sizeOfChanges(changes), document, base, changes, note: wish.note, state: 'pending' }, wish.daysAgo)
}

async function handInNew(tx: Transaction, desk: DemoDesk, wish: Extract<HandedIn, { kind: 'new' }>): Promise<void> {
  const eventId = newId()
  const { publisherId, adminId } = desk.accounts
  const document = newEventDocument(wish, { today: desk.today, categoryId: desk.categoryIds.get(wish.category)!, ...desk.planOf(wish.venue, wish.hall) })
  const status = wish.rejectedFor ? 'rejected' as const : 'pending' as const
  await tx.insert(events).values({
    id: eventId, slug: `draft-${eventId}`, status, createdBy: publisherId, posterSeed: document.cover.kind === 'poster' ? document.cover.seed : eventId,
    nameEn: document.name.en, nameZh: document.name.zh, summaryEn: '', summaryZh: '', descriptionEn: '', descriptionZh: '', organiserEn: '', organiserZh: '',
    ...(wish.rejectedFor && { reviewedBy: adminId, reviewReason: wish.rejectedFor }),
    createdAt: at(desk, wish.daysAgo + 2), updatedAt: at(desk, wish.daysAgo)
  })
  const moves = [[null, 'draft', publisherId], ['draft', 'pending', publisherId], ...(wish.rejectedFor ? [['pending', 'rejected', adminId] as const] : [])] as const
  await tx.insert(auditLog).values(moves.map(([fromState, toState, actor]) => ({ actor, action: `event.${toState}`, subjectType: 'event', subjectId: eventId, fromState, toState })))
  await writeSubmission(tx, desk, {
    eventId, number: 1, size: 'first', document, base: null, changes: [], note: wish.note,
    ...(wish.rejectedFor ? { state: 'rejected' as const, decidedBy: adminId, decidedAt: at(desk, wish.daysAgo - 1), reason: wish.rejectedFor } : { state: 'pending' as const })
  }, wish.daysAgo)
}

async function writeSubmission(tx: Transaction, desk: DemoDesk, submission: Omit<typeof submissions.$inferInsert, 'id' | 'submittedBy'>, daysAgo: number): Promise<void> {
  const { publisherId } = desk.accounts
  const id = newId()
  await tx.insert(submissions).values({ ...submission, id, submittedBy: publisherId, submittedAt: at(desk, daysAgo) })
  await tx.insert(eventDrafts).values({ eventId: submission.eventId, document: submission.document, version: 2, updatedAt: at(desk, daysAgo), updatedBy: publisherId })
  const about = { subjectType: 'submission', subjectId: id }
  await tx.insert(auditLog).values([
    { ...about, actor: publisherId, action: 'submission.pending', fromState: null, toState: 'pending' },
    ...(submission.state === 'rejected' ? [{ ...about, actor: desk.accounts.adminId, action: 'submission.rejected', fromState: 'pending', toState: 'rejected' }] : [])
  ])
}

const at = (desk: DemoDesk, daysAgo: number) => daysFromToday(-daysAgo, '09:40', desk.today, ZONE)
