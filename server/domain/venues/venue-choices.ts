import { type SQL, and, asc, desc, eq, ilike, inArray, isNotNull, or } from 'drizzle-orm'
import type { Queryable } from '#drizzle/database.ts'
import { type VenueRow, seatingPlans, venues } from '#drizzle/schema/index.ts'
import { type ZoneFacts, zonesOfPlans } from '#server/domain/seating/index.ts'
import type { VenueChoice } from '#shared/api/publishing.ts'
import { likePattern } from '#shared/text/like-pattern.ts'
import type { Asker } from './access.ts'

/** A page of venues to choose from: more than that is found by name. */
const SHOWN = 50

/** A plan without its drawing. */
type PlanFacts = Pick<typeof seatingPlans.$inferSelect, 'id' | 'venueId' | 'hall' | 'version' | 'nameEn' | 'nameZh' | 'seatCount' | 'standingCapacity' | 'contentHash'>

/**
 * Venues with their halls, for whoever plans a session: the public ones and what the asker proposed; an admin sees all. `q` is
 * looked for in names and cities. With `ids` just those, and every version of their halls, since a document may name an older
 * one; else the newest of each hall. Three queries at most.
 */
export async function venueChoices({ db }: { db: Queryable }, asker: Asker, wish: { q?: string, ids?: readonly string[] }): Promise<VenueChoice[]> {
  const found = await db.select().from(venues)
    .where(and(visibleTo(asker), wish.ids ? inArray(venues.id, [...wish.ids]) : undefined, wish.q ? matches(wish.q) : undefined))
    .orderBy(asc(isNotNull(venues.approvedAt)), asc(venues.nameEn), asc(venues.id)).limit(wish.ids ? wish.ids.length || 1 : SHOWN)
  if (found.length === 0) return []
  const plans = await plansOf(db, found.map(venue => venue.id), Boolean(wish.ids))
  const zones = await zonesOfPlans(db, plans.map(plan => plan.contentHash))
  return found.map(venue => ({
    id: venue.id, slug: venue.slug, ...placeOf(venue),
    isProposed: venue.approvedAt === null,
    isMine: venue.createdBy === asker.userId,
    halls: plans.filter(plan => plan.venueId === venue.id).map(plan => hallChoice(plan, zones.get(plan.contentHash) ?? []))
  }))
}

/** Where a venue is, in both languages. */
export function placeOf(venue: VenueRow) {
  return {
    name: { en: venue.nameEn, zh: venue.nameZh }, address: { en: venue.addressEn, zh: venue.addressZh }, city: { en: venue.cityEn, zh: venue.cityZh },
    country: venue.country, timeZone: venue.timeZone
  }
}

/** The plans of venues, hall by hall with the newest first; only the newest of each where not `all`. */
export async function plansOf(db: Queryable, venueIds: readonly string[], all: boolean): Promise<PlanFacts[]> {
  const columns = {
    id: seatingPlans.id, venueId: seatingPlans.venueId, hall: seatingPlans.hall, version: seatingPlans.version, nameEn: seatingPlans.nameEn, nameZh: seatingPlans.nameZh,
    seatCount: seatingPlans.seatCount, standingCapacity: seatingPlans.standingCapacity, contentHash: seatingPlans.contentHash
  }
  const where = inArray(seatingPlans.venueId, [...venueIds])
  const order = [asc(seatingPlans.venueId), asc(seatingPlans.hall), desc(seatingPlans.version)]
  return all
    ? await db.select(columns).from(seatingPlans).where(where).orderBy(...order)
    : await db.selectDistinctOn([seatingPlans.venueId, seatingPlans.hall], columns).from(seatingPlans).where(where).orderBy(...order)
}

/** A hall as one chooses it. */
export function hallChoice(plan: PlanFacts, zones: readonly ZoneFacts[]): VenueChoice['halls'][number] {
  return {
    planId: plan.id, hall: plan.hall, version: plan.version, name: { en: plan.nameEn, zh: plan.nameZh },
    seatCount: plan.seatCount, standingCapacity: plan.standingCapacity, planUrl: `/api/plans/${plan.contentHash}`,
    categories: zones.map(({ key, name, color, places }) => ({ key, name, color, places }))
  }
}

function visibleTo(asker: Asker): SQL | undefined {
  return asker.role === 'admin' ? undefined : or(isNotNull(venues.approvedAt), eq(venues.createdBy, asker.userId))
}

/** Names and cities that hold the words; `%` and `_` are letters like others (V-16). */
export function matches(q: string): SQL | undefined {
  const pattern = likePattern(q)
  return or(...[venues.nameEn, venues.nameZh, venues.cityEn, venues.cityZh, venues.slug].map(column => ilike(column, pattern)))
}
