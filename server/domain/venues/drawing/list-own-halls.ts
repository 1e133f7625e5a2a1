import { and, asc, eq, inArray, sql } from 'drizzle-orm'
import type { Queryable } from '#drizzle/database.ts'
import { planDrafts, venues } from '#drizzle/schema/index.ts'
import type { HallVersion, OwnHallsReply } from '#shared/api/plan-drafts.ts'
import type { Asker } from '../access.ts'
import { hallVersions } from './hall-versions.ts'

/** Venues of one publisher beyond this are found by `venueId`. */
const SHOWN = 100

/**
 * The halls that the asker may draw, with their versions and what is being drawn: of a publisher's own venues; of one venue for an
 * admin, or of those where something is being drawn. Four queries.
 */
export async function listOwnHalls({ db }: { db: Queryable }, asker: Asker, venueId?: string): Promise<OwnHallsReply> {
  const isDrawn = inArray(venues.id, db.select({ id: planDrafts.venueId }).from(planDrafts))
  const found = await db.select().from(venues)
    .where(and(venueId ? eq(venues.id, venueId) : undefined, asker.role === 'admin' ? (venueId ? undefined : isDrawn) : eq(venues.createdBy, asker.userId)))
    .orderBy(asc(venues.nameEn), asc(venues.id)).limit(SHOWN)
  if (found.length === 0) return { venues: [] }
  const ids = found.map(venue => venue.id)
  const [versions, drafts] = await Promise.all([
    hallVersions(db, ids),
    db.select({ id: planDrafts.id, venueId: planDrafts.venueId, hall: planDrafts.hall, updatedAt: planDrafts.updatedAt, name: sql<HallVersion['name']>`${planDrafts.document} -> 'name'` }).from(planDrafts).where(inArray(planDrafts.venueId, ids))
  ])
  return {
    venues: found.map((venue) => {
      const published = [...versions].filter(([key]) => key.startsWith(`${venue.id}/`)).map(([key, list]) => ({ hall: key.slice(venue.id.length + 1), list }))
      const drawn = drafts.filter(draft => draft.venueId === venue.id)
      const halls = [...new Set([...published.map(one => one.hall), ...drawn.map(draft => draft.hall)])]
      return {
        id: venue.id, slug: venue.slug, name: { en: venue.nameEn, zh: venue.nameZh }, city: { en: venue.cityEn, zh: venue.cityZh }, isProposed: venue.approvedAt === null,
        halls: halls.map(hall => hallOf(hall, published.find(one => one.hall === hall)?.list ?? [], drawn.find(draft => draft.hall === hall)))
      }
    })
  }
}

function hallOf(hall: string, versions: HallVersion[], draft: { id: string, updatedAt: Date, name: HallVersion['name'] } | undefined) {
  return { hall, name: versions[0]?.name ?? draft?.name ?? { en: hall, zh: hall }, draft: draft ? { id: draft.id, savedAt: draft.updatedAt.toISOString() } : null, versions }
}
