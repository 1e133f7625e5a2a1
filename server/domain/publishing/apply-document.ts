import { eq, sql } from 'drizzle-orm'
import type { Transaction } from '#drizzle/database.ts'
import { type EventRow, eventDrafts, events } from '#drizzle/schema/index.ts'
import { coverUrlOf } from '#server/domain/files/index.ts'
import { applyPriceRules } from '#server/domain/pricing/index.ts'
import { approveVenuesWithin } from '#server/domain/venues/index.ts'
import type { EventDocument } from '#shared/publishing/event-document.ts'
import { applyPromoCodes } from './apply-promo-codes.ts'
import { applyQuotas, lockForQuotas } from './apply-quotas.ts'
import { applySessions } from './apply-sessions.ts'
import { applyTicketTypes } from './apply-ticket-types.ts'
import { noteCatalogueChanged } from './catalogue-changed.ts'
import { giveSlug } from './event-slug.ts'

/**
 * Makes the rows that visitors see say what the document says, in the transaction of the approval; the state of the event is
 * moved by the caller. Lock the event first. @returns the event's address
 */
export async function applyDocument(tx: Transaction, event: EventRow, document: EventDocument, admin: string): Promise<string> {
  const slug = event.firstApprovedAt || !event.slug.startsWith('draft-') ? event.slug : await giveSlug(tx, event.id, document.name)
  await tx.update(events).set({
    slug,
    categoryId: document.categoryId,
    nameEn: document.name.en, nameZh: document.name.zh,
    summaryEn: document.summary.en, summaryZh: document.summary.zh,
    descriptionEn: document.description.en, descriptionZh: document.description.zh,
    organiserEn: document.organiser.en, organiserZh: document.organiser.zh,
    performers: document.performers,
    ...coverOf(event, document),
    codeRule: document.codeRule ?? 'fixed',
    allowsResale: document.allowsResale ?? true,
    needsIdentity: document.needsIdentity ?? false,
    reviewedBy: admin, reviewReason: null,
    approvedDocument: document,
    firstApprovedAt: event.firstApprovedAt ?? sql`now()`,
    updatedAt: sql`now()`
  }).where(eq(events.id, event.id))
  await approveVenuesWithin(tx, admin, [...new Set(document.sessions.map(session => session.venueId))])
  await lockForQuotas(tx, event.id, document)
  await applySessions(tx, event.id, document)
  await applyTicketTypes(tx, event.id, document)
  await applyQuotas(tx, event.id, document)
  await applyPriceRules(tx, event.id, document.ticketTypes, admin)
  await applyPromoCodes(tx, event.id, document)
  // What is being worked on is what is approved, so an editor that is still open must not write over it unseen.
  await tx.update(eventDrafts).set({ document, version: sql`${eventDrafts.version} + 1`, updatedAt: sql`now()` }).where(eq(eventDrafts.eventId, event.id))
  await noteCatalogueChanged(tx, event.id)
  return slug
}

function coverOf(event: EventRow, { cover }: EventDocument) {
  if (cover.kind === 'image') return { coverImageId: cover.imageId, coverUrl: coverUrlOf(cover.imageId) }
  // A picture at an address of its own is older than documents, which know none: it stays until another picture is chosen.
  const isOlder = event.coverUrl !== null && event.coverImageId === null && cover.seed === event.posterSeed
  return { coverImageId: null, coverUrl: isOlder ? event.coverUrl : null, posterSeed: cover.seed || event.posterSeed }
}
