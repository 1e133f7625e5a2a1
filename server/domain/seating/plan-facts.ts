import { inArray } from 'drizzle-orm'
import type { Queryable } from '#drizzle/database.ts'
import { seatingPlans } from '#drizzle/schema/index.ts'
import { decodePlan } from '#shared/seating/plan-codec.ts'
import type { PlanCategory, SeatingPlan } from '#shared/seating/plan.ts'
import { RecentMap } from './recent-map.ts'
import { readEncodedPlan } from './store.ts'

/** What a list of halls says of a plan: its price zones, and how many places each has. */
export type ZoneFacts = PlanCategory & { places: number }

/** A few hundred bytes each. */
const zonesByHash = new RecentMap<string, ZoneFacts[]>(5_000, 'plan-zones')

/** The price zones of plans, by content hash. Plans never change, so each is opened once; one query for those not opened before. */
export async function zonesOfPlans(db: Queryable, contentHashes: readonly string[]): Promise<Map<string, ZoneFacts[]>> {
  const unknown = [...new Set(contentHashes)].filter(hash => !zonesByHash.get(hash))
  const found = new Map<string, ZoneFacts[]>()
  if (unknown.length > 0) {
    const asked = db.selectDistinctOn([seatingPlans.contentHash], { contentHash: seatingPlans.contentHash, geometry: seatingPlans.geometry })
      .from(seatingPlans).where(inArray(seatingPlans.contentHash, unknown)).execute()
    zonesByHash.noteLoading(asked)
    const rows = await asked
    for (const row of rows) {
      const zones = zonesOf(decodePlan(JSON.parse(await readEncodedPlan(row.geometry))))
      zonesByHash.set(row.contentHash, zones)
      found.set(row.contentHash, zones)
    }
  }
  for (const hash of contentHashes) {
    const zones = found.get(hash) ?? zonesByHash.get(hash)
    if (zones) found.set(hash, zones)
  }
  return found
}

function zonesOf(plan: SeatingPlan): ZoneFacts[] {
  const places = new Array<number>(plan.categories.length).fill(0)
  for (const category of plan.seats.category) places[category]!++
  for (const area of plan.areas) places[area.category]! += area.capacity
  return plan.categories.map((category, index) => ({ ...category, places: places[index]! }))
}
