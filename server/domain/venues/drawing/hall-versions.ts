import { asc, desc, eq, inArray, sql } from 'drizzle-orm'
import type { Queryable } from '#drizzle/database.ts'
import { seatingPlans, sessions } from '#drizzle/schema/index.ts'
import type { HallVersion } from '#shared/api/plan-drafts.ts'

/** Every version of the venues' halls by `venueId/hall`, newest first, with how many sessions take place on each. Two queries. */
export async function hallVersions(db: Queryable, venueIds: readonly string[]): Promise<Map<string, HallVersion[]>> {
  if (venueIds.length === 0) return new Map()
  const [plans, used] = await Promise.all([
    db.select({
      id: seatingPlans.id, venueId: seatingPlans.venueId, hall: seatingPlans.hall, version: seatingPlans.version, nameEn: seatingPlans.nameEn, nameZh: seatingPlans.nameZh,
      contentHash: seatingPlans.contentHash, seatCount: seatingPlans.seatCount, standingCapacity: seatingPlans.standingCapacity, createdAt: seatingPlans.createdAt
    }).from(seatingPlans).where(inArray(seatingPlans.venueId, [...venueIds])).orderBy(asc(seatingPlans.hall), desc(seatingPlans.version)),
    db.select({ planId: sessions.planId, sessions: sql<number>`count(*)::int` }).from(sessions).innerJoin(seatingPlans, eq(seatingPlans.id, sessions.planId))
      .where(inArray(seatingPlans.venueId, [...venueIds])).groupBy(sessions.planId)
  ])
  const sessionsOn = new Map(used.map(row => [row.planId, row.sessions]))
  const halls = new Map<string, HallVersion[]>()
  for (const plan of plans) {
    const key = `${plan.venueId}/${plan.hall}`
    halls.set(key, [...halls.get(key) ?? [], {
      planId: plan.id, version: plan.version, name: { en: plan.nameEn, zh: plan.nameZh }, planUrl: `/api/plans/${plan.contentHash}`,
      seatCount: plan.seatCount, standingCapacity: plan.standingCapacity, sessions: sessionsOn.get(plan.id) ?? 0, createdAt: plan.createdAt.toISOString()
    }])
  }
  return halls
}
