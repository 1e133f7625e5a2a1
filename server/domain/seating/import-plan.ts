import { eq } from 'drizzle-orm'
import type { Database } from '#drizzle/database.ts'
import { venues } from '#drizzle/schema/index.ts'
import { recordAudit } from '#server/domain/accounts/index.ts'
import { DomainError } from '#shared/errors/domain-error.ts'
import { seatCount, type SeatingPlan } from '#shared/seating/plan.ts'
import { planRefused } from './plan-refused.ts'
import { type PlanFile, readPlans } from './read-plans.ts'
import type { PlanChange } from './repair.ts'
import { storePlan } from './store.ts'

export interface PlanImport extends PlanFile {
  venueSlug: string
  /** Which hall of the venue, `[a-z0-9-]+`; with `splitSections` what the names of the halls begin with, or ''. */
  hall: string
  /** Only look whether it would do. */
  dryRun: boolean
  /** For the audit log: a user id, or the name of a command. */
  actor: string
}

export interface ImportedPlan {
  hall: string
  name: SeatingPlan['name']
  seatCount: number
  sectionCount: number
  /** Null after a dry run. */
  stored: { planId: string, version: number, contentHash: string, isNew: boolean } | null
}

/**
 * Reads a file and stores the plan, or each of its plans, or nothing at all.
 * Throws `not-found` for an unknown venue and `plan-refused` with every fault and its place.
 */
export async function importPlan(deps: { db: Database }, input: PlanImport): Promise<{ plans: ImportedPlan[], changes: PlanChange[] }> {
  const [venue] = await deps.db.select({ id: venues.id }).from(venues).where(eq(venues.slug, input.venueSlug))
  if (!venue) throw new DomainError('not-found')
  const reading = readPlans(input)
  if (reading.faults.length > 0) throw planRefused(reading.faults)
  const plans = reading.plans.map(({ section, plan }): ImportedPlan & { plan: SeatingPlan } => ({
    hall: section === undefined ? input.hall : [input.hall, section].filter(Boolean).join('-'),
    name: plan.name,
    seatCount: seatCount(plan),
    sectionCount: plan.sections.length,
    stored: null,
    plan
  }))
  if (!input.dryRun) {
    await deps.db.transaction(async (tx) => {
      for (const one of plans) {
        one.stored = await storePlan(tx, { venueId: venue.id, hall: one.hall, plan: one.plan })
        if (!one.stored.isNew) continue
        await recordAudit(tx, { actor: input.actor, action: 'plan.imported', subjectType: 'plan', subjectId: one.stored.planId, details: { hall: one.hall, version: one.stored.version, changes: reading.changes.length } })
      }
    })
  }
  return { plans: plans.map(({ plan: _, ...imported }) => imported), changes: reading.changes }
}
