import { and, eq, inArray, isNotNull, ne, or } from 'drizzle-orm'
import type { Queryable } from '#drizzle/database.ts'
import { type EventRow, categories, images, seatingPlans, sessions, venues } from '#drizzle/schema/index.ts'
import { zonesOfPlans } from '#server/domain/seating/index.ts'
import type { EventDraftDocument } from '#shared/publishing/event-document.ts'
import { quotasBelowTaken } from '#shared/publishing/quota-faults.ts'
import { type EventDocumentFault, type EventFacts, eventFaults } from '#shared/publishing/event-faults.ts'
import { ticketsTaken } from './quotas-taken.ts'
import { type SoldPlaces, soldPlaces } from './sold-places.ts'

/** Everything that is wrong with a document, by the rules and by what the database knows, and the sales it was compared with. */
export async function faultsOf(
  db: Queryable, event: Pick<EventRow, 'id' | 'createdBy'>, document: EventDraftDocument, approved: EventDraftDocument | null
): Promise<{ faults: EventDocumentFault[], sold: SoldPlaces[] }> {
  const [halls, sold, taken, isCategory, isCover, strangers] = await Promise.all([
    hallsOf(db, event.createdBy, document),
    soldPlaces(db, event.id),
    ticketsTaken(db, event.id, document),
    categoryExists(db, document),
    coverIsOwn(db, event.createdBy, document),
    sessionsOfOthers(db, event.id, document)
  ])
  const faults = eventFaults(document, { now: new Date().toISOString(), halls, sold, approved })
  if (!isCategory) faults.push({ path: 'categoryId', code: 'category-unknown' })
  if (!isCover) faults.push({ path: 'cover', code: 'cover-unknown' })
  faults.push(...strangers.map(key => ({ path: `sessions.${key}`, code: 'session-key-taken' as const })))
  for (const below of quotasBelowTaken(document.quotas ?? [], taken)) faults.push({ path: `quotas.${below.quota.key}.capacity`, code: 'quota-below-taken', data: { quota: below.quota.name, taken: below.taken, capacity: below.quota.capacity } })
  return { faults, sold }
}

/** The halls of the document that its publisher may use: of public venues, and of those that the publisher proposed. */
async function hallsOf(db: Queryable, publisherId: string, document: EventDraftDocument): Promise<NonNullable<EventFacts['halls']>> {
  const planIds = [...new Set([...document.sessions, ...document.ticketTypes].flatMap(one => one.planId ?? []))]
  if (planIds.length === 0) return []
  const rows = await db.select({ planId: seatingPlans.id, venueId: seatingPlans.venueId, contentHash: seatingPlans.contentHash }).from(seatingPlans)
    .innerJoin(venues, eq(venues.id, seatingPlans.venueId))
    .where(and(inArray(seatingPlans.id, planIds), or(isNotNull(venues.approvedAt), eq(venues.createdBy, publisherId))))
  const zones = await zonesOfPlans(db, rows.map(row => row.contentHash))
  return rows.map(({ planId, venueId, contentHash }) => ({ planId, venueId, categories: zones.get(contentHash)!.map(zone => zone.key) }))
}

async function categoryExists(db: Queryable, { categoryId }: EventDraftDocument): Promise<boolean> {
  if (categoryId === null) return true
  return (await db.select({ id: categories.id }).from(categories).where(eq(categories.id, categoryId))).length > 0
}

async function coverIsOwn(db: Queryable, publisherId: string, { cover }: EventDraftDocument): Promise<boolean> {
  if (cover.kind === 'poster') return true
  const [image] = await db.select({ id: images.id }).from(images).where(and(eq(images.id, cover.imageId), eq(images.ownerId, publisherId), eq(images.purpose, 'cover')))
  return image !== undefined
}

/** A key that another event's session has would take that session away from it. */
async function sessionsOfOthers(db: Queryable, eventId: string, document: EventDraftDocument): Promise<string[]> {
  if (document.sessions.length === 0) return []
  const rows = await db.select({ id: sessions.id }).from(sessions).where(and(inArray(sessions.id, document.sessions.map(s => s.key)), ne(sessions.eventId, eventId)))
  return rows.map(row => row.id)
}
