import { eq, inArray } from 'drizzle-orm'
import type { Database, Queryable } from '#drizzle/database.ts'
import { type EventRow, type VenueRow, categories, events, seatingPlans, submissions, venues } from '#drizzle/schema/index.ts'
import { renderMarkdown } from '#server/domain/catalogue/index.ts'
import type { SessionSummary } from '#shared/api/catalogue.ts'
import type { PreviewReply } from '#shared/api/publishing.ts'
import { DomainError } from '#shared/errors/domain-error.ts'
import type { DraftSession, EventDraftDocument } from '#shared/publishing/event-document.ts'
import { ticketTypesOf } from '#shared/publishing/ticket-types-of.ts'
import { draftPosterUrl } from './draft-poster.ts'
import { readDraft } from './drafts.ts'
import { type Author, ownEvent } from './own-event.ts'

/** The page that visitors would see if the draft were approved now; sessions without a time or a hall are left out. */
export async function previewDraft({ db }: { db: Database }, author: Author, eventId: string): Promise<PreviewReply> {
  const event = await ownEvent(db, author, eventId)
  const { draft } = await readDraft(db, event)
  return await pageOf(db, event, draft.document, draft.updatedAt)
}

/** The page that visitors would see if this submission were approved. */
export async function previewSubmission({ db }: { db: Database }, submissionId: string): Promise<PreviewReply> {
  const [found] = await db.select({ event: events, document: submissions.document, submittedAt: submissions.submittedAt }).from(submissions)
    .innerJoin(events, eq(events.id, submissions.eventId)).where(eq(submissions.id, submissionId))
  if (!found) throw new DomainError('not-found')
  return await pageOf(db, found.event, found.document, found.submittedAt)
}

async function pageOf(db: Queryable, event: EventRow, document: EventDraftDocument, updatedAt: Date): Promise<PreviewReply> {
  const [category, places] = await Promise.all([categoryOf(db, document.categoryId), placesOf(db, document.sessions)])
  return {
    id: event.id, slug: event.slug, status: event.status,
    name: document.name, summary: document.summary,
    descriptionHtml: { en: renderMarkdown(document.description.en), zh: renderMarkdown(document.description.zh) },
    category: category ?? { slug: '', name: { en: '', zh: '' } },
    organiser: document.organiser,
    performers: document.performers.map(p => ({ name: { en: p.nameEn, zh: p.nameZh }, kind: p.kind })),
    posterUrl: draftPosterUrl({ id: event.id, slug: event.slug, coverUrl: null, isPublic: false }, document.cover),
    needsIdentity: document.needsIdentity ?? false,
    sessions: document.sessions.flatMap(session => summaryOf(document, session, places) ?? []).toSorted((a, b) => a.startsAt.localeCompare(b.startsAt)),
    updatedAt: updatedAt.toISOString()
  }
}

async function categoryOf(db: Queryable, categoryId: string | null) {
  if (!categoryId) return null
  const [row] = await db.select().from(categories).where(eq(categories.id, categoryId))
  return row ? { slug: row.slug, name: { en: row.nameEn, zh: row.nameZh } } : null
}

interface Places { venues: Map<string, VenueRow>, halls: Map<string, { nameEn: string, nameZh: string }> }

async function placesOf(db: Queryable, sessions: readonly DraftSession[]): Promise<Places> {
  const [venueIds, planIds] = [[...new Set(sessions.flatMap(s => s.venueId ?? []))], [...new Set(sessions.flatMap(s => s.planId ?? []))]]
  const [houses, halls] = await Promise.all([
    venueIds.length === 0 ? [] : db.select().from(venues).where(inArray(venues.id, venueIds)),
    planIds.length === 0 ? [] : db.select({ id: seatingPlans.id, nameEn: seatingPlans.nameEn, nameZh: seatingPlans.nameZh }).from(seatingPlans).where(inArray(seatingPlans.id, planIds))
  ])
  return { venues: new Map(houses.map(venue => [venue.id, venue])), halls: new Map(halls.map(hall => [hall.id, hall])) }
}

function summaryOf(document: EventDraftDocument, session: DraftSession, places: Places): SessionSummary | null {
  const venue = places.venues.get(session.venueId ?? '')
  const hall = places.halls.get(session.planId ?? '')
  if (!venue || !hall || !session.startsAt) return null
  const utc = (instant: string) => new Date(instant).toISOString()
  const startsAt = utc(session.startsAt)
  const prices = ticketTypesOf(document, session).flatMap(type => type.priceMinor ?? []).toSorted((a, b) => a - b)
  const money = (amountMinor: number | undefined) => amountMinor === undefined ? null : { amountMinor, currency: document.currency }
  return {
    id: session.key, status: session.status, startsAt,
    endsAt: session.endsAt ? utc(session.endsAt) : startsAt,
    doorsAt: session.doorsAt ? utc(session.doorsAt) : null,
    saleStartsAt: session.saleStartsAt ? utc(session.saleStartsAt) : startsAt,
    saleEndsAt: session.saleEndsAt ? utc(session.saleEndsAt) : startsAt,
    venue: {
      slug: venue.slug, name: { en: venue.nameEn, zh: venue.nameZh }, address: { en: venue.addressEn, zh: venue.addressZh }, city: { en: venue.cityEn, zh: venue.cityZh },
      country: venue.country, timeZone: venue.timeZone, latitude: venue.latitude, longitude: venue.longitude
    },
    hall: { en: hall.nameEn, zh: hall.nameZh },
    priceFrom: money(prices[0]), priceTo: money(prices.at(-1))
  }
}
