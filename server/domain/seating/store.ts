import { createHash } from 'node:crypto'
import { promisify } from 'node:util'
import { brotliCompress, brotliDecompress, constants } from 'node:zlib'
import { and, desc, eq } from 'drizzle-orm'
import type { Queryable } from '#drizzle/database.ts'
import { seatingPlans, venues } from '#drizzle/schema/index.ts'
import { DomainError } from '#shared/errors/domain-error.ts'
import { decodePlan, encodePlan } from '#shared/seating/plan-codec.ts'
import { draftOfPlan } from '#shared/seating/plan-draft.ts'
import { findFaults } from '#shared/seating/plan-faults.ts'
import { seatCount, type SeatingPlan, standingCapacity } from '#shared/seating/plan.ts'
import { RecentMap } from './recent-map.ts'
import { planRefused } from './plan-refused.ts'

const compress = promisify(brotliCompress)
const decompress = promisify(brotliDecompress)

/** A stadium is some 10 MB in memory and 30 KB compressed. */
const plansById = new RecentMap<string, Promise<SeatingPlan>>(32, 'plans')
const bytesByHash = new RecentMap<string, Promise<Buffer>>(128, 'plan-files')

export interface StoredPlan {
  planId: string
  version: number
  contentHash: string
  /** False where the newest version of the hall was this very plan already. */
  isNew: boolean
}

/** A plan that may be sold, made ready for the database. */
export interface PackedPlan {
  plan: SeatingPlan
  geometry: Buffer
  contentHash: string
}

/**
 * Stores the plan as the next version of the hall, unless the newest version is the same. Two at once wait for each other.
 * Throws `plan-refused` where it cannot be sold, and `not-found` where there is no such venue.
 */
export async function storePlan(db: Queryable, { plan, ...hall }: { venueId: string, hall: string, plan: SeatingPlan }): Promise<StoredPlan> {
  return storePackedPlan(db, hall, await packPlan(plan))
}

/** Everything about storing that takes time, so that no lock waits for it. Throws `plan-refused`. */
export async function packPlan(plan: SeatingPlan): Promise<PackedPlan> {
  const faults = findFaults(draftOfPlan(plan))
  if (faults.length > 0) throw planRefused(faults)
  const json = JSON.stringify(encodePlan(plan))
  // A plan that cannot be read again would be stored for ever.
  decodePlan(JSON.parse(json))
  // Written once and read for years, so at the best level; in a thread of its own.
  const geometry = await compress(json, { params: { [constants.BROTLI_PARAM_MODE]: constants.BROTLI_MODE_TEXT, [constants.BROTLI_PARAM_SIZE_HINT]: json.length } })
  return { plan, geometry, contentHash: createHash('sha256').update(json).digest('hex') }
}

/** The part of `storePlan` that the database does. */
export async function storePackedPlan(db: Queryable, input: { venueId: string, hall: string }, { plan, geometry, contentHash }: PackedPlan): Promise<StoredPlan> {
  return db.transaction(async (tx) => {
    const [venue] = await tx.select({ id: venues.id }).from(venues).where(eq(venues.id, input.venueId)).for('no key update')
    if (!venue) throw new DomainError('not-found')
    const [newest] = await tx.select({ planId: seatingPlans.id, version: seatingPlans.version, contentHash: seatingPlans.contentHash })
      .from(seatingPlans)
      .where(and(eq(seatingPlans.venueId, input.venueId), eq(seatingPlans.hall, input.hall)))
      .orderBy(desc(seatingPlans.version))
      .limit(1)
    if (newest?.contentHash === contentHash) return { ...newest, isNew: false }
    const version = (newest?.version ?? 0) + 1
    const [stored] = await tx.insert(seatingPlans).values({
      venueId: input.venueId,
      hall: input.hall,
      version,
      nameEn: plan.name.en,
      nameZh: plan.name.zh,
      seatCount: seatCount(plan),
      standingCapacity: standingCapacity(plan),
      geometry,
      contentHash
    }).returning({ planId: seatingPlans.id })
    return { planId: stored!.planId, version, contentHash, isNew: true }
  })
}

/** The plan, which is the same object as long as it is remembered: never change it. Throws `not-found`. */
export function loadPlan(db: Queryable, planId: string): Promise<SeatingPlan> {
  return remembered(plansById, planId, async () => {
    const [row] = await db.select({ geometry: seatingPlans.geometry }).from(seatingPlans).where(eq(seatingPlans.id, planId))
    if (!row) throw new DomainError('not-found')
    return decodePlan(JSON.parse(await readEncodedPlan(row.geometry)))
  })
}

/** The bytes of the plan with this content as they are stored: brotli of its JSON. Throws `not-found`. */
export function loadEncodedPlan(db: Queryable, contentHash: string): Promise<Buffer> {
  return remembered(bytesByHash, contentHash, async () => {
    const [row] = await db.select({ geometry: seatingPlans.geometry }).from(seatingPlans).where(eq(seatingPlans.contentHash, contentHash)).limit(1)
    if (!row) throw new DomainError('not-found')
    return row.geometry
  })
}

/** The JSON text of bytes that `loadEncodedPlan` gave. */
export async function readEncodedPlan(bytes: Buffer): Promise<string> {
  return (await decompress(bytes)).toString('utf8')
}

/** Those who ask at the same time share one load; a load that fails is not remembered. */
function remembered<V>(memory: RecentMap<string, Promise<V>>, key: string, load: () => Promise<V>): Promise<V> {
  const known = memory.get(key)
  if (known) return known
  const loading = load()
  memory.noteLoading(loading)
  memory.set(key, loading)
  loading.catch(() => memory.delete(key))
  return loading
}
